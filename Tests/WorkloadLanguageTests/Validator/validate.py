"""Judges YAML files by a JSON Schema: SCHEMA FILE… → JSON, the complaint or null for each file."""

import json
import re
import sys

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    """Scalars of YAML 1.2, as editors read them: `yes` and `1:30` are text."""

    yaml_implicit_resolvers = {}


def add(tag, pattern, first):
    Loader.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(pattern), first)


add("bool", r"^(true|True|TRUE|false|False|FALSE)$", list("tTfF"))
add("null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""])
add("int", r"^[-+]?[0-9]+$", list("-+0123456789"))
add("float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", list("-+.0123456789"))
Loader.add_constructor(
    "tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node)))


def textual(value):
    """JSON has no keys but text."""
    if isinstance(value, dict):
        return {str(key): textual(item) for key, item in value.items()}
    return [textual(item) for item in value] if isinstance(value, list) else value


def complaint(validator, path):
    try:
        with open(path, "rb") as file:
            tree = textual(yaml.load(file, Loader))
    except (yaml.YAMLError, UnicodeError, RecursionError, TypeError, ValueError):
        return "unreadable"
    error = jsonschema.exceptions.best_match(validator.iter_errors(tree))
    return error and error.json_path + ": " + error.message


with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
json.dump([complaint(validator, path) for path in sys.argv[2:]], sys.stdout)
