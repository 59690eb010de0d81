"""Reads JUnit reports as others do: SCHEMA FILE… → JSON, what a schema and a reader say of each."""

import json
import sys

import junitparser
import xmlschema


def outcome(case):
    results = [type(result).__name__.lower() for result in case.result]
    return results[0] if results else "passed"


def read(schema, path):
    complaints = [str(error.reason) for error in schema.iter_errors(path)]
    if complaints:
        return {"complaints": complaints, "suites": []}
    report = junitparser.JUnitXml.fromfile(path)
    suites = []
    for suite in report:
        cases = [
            {
                "className": case.classname,
                "name": case.name,
                "outcome": outcome(case),
                "message": case.result[0].message if case.result else "",
            }
            for case in suite
        ]
        stated = [suite.tests, suite.failures, suite.errors, suite.skipped]
        suite.update_statistics()
        counted = [suite.tests, suite.failures, suite.errors, suite.skipped]
        suites.append(
            {"name": suite.name, "cases": cases, "stated": stated, "counted": counted})
    return {"complaints": [], "suites": suites}


schema = xmlschema.XMLSchema(sys.argv[1])
json.dump([read(schema, path) for path in sys.argv[2:]], sys.stdout)
