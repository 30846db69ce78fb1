"""What OpenAPI says of the interface, as a page tells it to people."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class DescribedField:
    name: str
    kind: str
    meaning: str


@dataclass(frozen=True)
class Operation:
    group: str
    path: str
    summary: str
    description: str
    parameters: tuple[DescribedField, ...]
    fields: tuple[DescribedField, ...]
    """Of what is answered; of a list those of a row."""
    is_list: bool

    @property
    def anchor(self) -> str:
        return self.path.strip("/").replace("/", "-").replace("{", "").replace("}", "")


def operations_of(schema: dict[str, Any]) -> list[tuple[str, list[Operation]]]:
    """By group, in the order in which they are described."""
    groups: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        one = _operation(schema, path, methods["get"])
        groups.setdefault(one.group, []).append(one)
    return list(groups.items())


def _operation(schema: dict[str, Any], path: str, said: dict[str, Any]) -> Operation:
    answer = said["responses"]["200"].get("content", {}).get("application/json", {}).get("schema", {})
    whole = _resolved(schema, answer)
    rows = whole.get("properties", {}).get("rows")
    described = _resolved(schema, rows["items"]) if rows else whole
    return Operation(
        group=said["tags"][0],
        path=path,
        summary=said["summary"],
        description=said.get("description", ""),
        parameters=tuple(_parameters(schema, said)),
        fields=tuple(_fields(schema, described)),
        is_list=rows is not None,
    )


def _parameters(schema: dict[str, Any], said: dict[str, Any]) -> Iterator[DescribedField]:
    for one in said.get("parameters", ()):
        meaning = one["schema"].get("description", "") or one.get("description", "")
        yield DescribedField(one["name"], _kind(schema, one["schema"]), meaning)


def _fields(schema: dict[str, Any], described: dict[str, Any]) -> Iterator[DescribedField]:
    for name, one in described.get("properties", {}).items():
        yield DescribedField(name, _kind(schema, one), one.get("description", ""))


def _resolved(schema: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    reference = one.get("$ref")
    return schema["components"]["schemas"][reference.rpartition("/")[2]] if reference else one


def _kind(schema: dict[str, Any], one: dict[str, Any]) -> str:
    """“text”, “day or null”, “list of text”; of a record its fields."""
    if choices := one.get("anyOf") or one.get("allOf"):
        return " or ".join(dict.fromkeys(_kind(schema, choice) for choice in choices))
    if "$ref" in one:
        names = ", ".join(_resolved(schema, one)["properties"])
        return f"{{{names}}}"
    if one.get("type") == "array":
        return f"list of {_kind(schema, one['items'])}"
    return FORMATS.get(one.get("format", "")) or TYPES.get(one.get("type", ""), "text")


FORMATS = {"date": "day", "date-time": "moment"}
TYPES = {
    "string": "text",
    "integer": "number",
    "number": "number",
    "boolean": "true or false",
    "null": "null",
}
