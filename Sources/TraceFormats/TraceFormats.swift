// Native traces and other tools' formats.
