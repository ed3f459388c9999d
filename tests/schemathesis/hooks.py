"""What schemathesis does not know by itself."""

import json

import schemathesis


@schemathesis.serializer("application/jsonl")
def jsonl(_context, value):
    """A document, as a line."""
    return value if isinstance(value, bytes) else json.dumps(value).encode() + b"\n"
