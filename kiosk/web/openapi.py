"""`/api/v1/openapi.json`: made from the same table as the routes."""

from typing import Any

from kiosk.web.calls import CALLS
from kiosk.web.fields import schema

REFUSED = {
    "400": "no JSON object",
    "401": "no such token",
    "403": "not this role",
    "404": "unknown id",
    "413": "over 256 KiB",
    "422": "a field is wrong or unknown; the sentence names it",
    "429": "too many failed codes; see Retry-After",
    "503": "busy; see Retry-After",
}
ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "retry"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "retry": {"type": "boolean"},
            },
        }
    },
}
ANSWER = {
    "type": "object",
    "required": ["verdict"],
    "properties": {"verdict": {"type": "string"}, "operation": {"type": "string"}},
}
SEEKERS = {
    "type": "object",
    "required": ["seekers"],
    "properties": {"seekers": {"type": "array", "maxItems": 20, "items": {"type": "object"}}},
}
BATCH = {
    "type": "object",
    "required": ["calls"],
    "additionalProperties": False,
    "properties": {
        "calls": {
            "type": "array",
            "maxItems": 500,
            "items": {
                "type": "object",
                "required": ["path"],
                "properties": {"path": {"type": "string"}, "body": {}},
            },
        }
    },
}
ANSWERS = {
    "type": "object",
    "required": ["answers"],
    "properties": {"answers": {"type": "array", "items": {"type": "object"}}},
}


def content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def operation(
    summary: str, answer: dict[str, Any], *, body: dict[str, Any] | None = None
) -> dict[str, Any]:
    error = content({"$ref": "#/components/schemas/Error"})
    refused = {status: {"description": why, "content": error} for status, why in REFUSED.items()}
    described: dict[str, Any] = {
        "summary": summary,
        "responses": {"200": {"description": "the answer", "content": content(answer)}, **refused},
    }
    if body is not None:
        described["requestBody"] = {"required": True, "content": content(body)}
    return described


def describe() -> dict[str, Any]:
    """Give the description, OpenAPI 3.1."""
    paths: dict[str, Any] = {}
    for call in CALLS:
        post = operation(call.summary, ANSWER, body=schema(call.fields))
        post["description"] = f"Roles: {', '.join(call.roles)}."
        paths[call.path] = {"post": post}
        if "{id}" in call.path:
            id_ = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
            paths[call.path]["parameters"] = [id_]
    question = {
        "name": "q",
        "in": "query",
        "required": True,
        "schema": {"type": "string", "maxLength": 100},
    }
    paths["/seekers"]["get"] = operation("Find a seeker", SEEKERS) | {"parameters": [question]}
    paths["/status"] = {"get": operation("Counts and digest", {"type": "object"})}
    paths["/batches"] = {"post": operation("Up to 500 calls in order", ANSWERS, body=BATCH)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Fair Kiosk device API", "version": "1"},
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": {"Error": ERROR},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }
