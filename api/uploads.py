"""A multipart request is read as it comes: its file into a folder, its fields into memory."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from litestar.exceptions import ClientException, InternalServerException
from multipart import MultipartError, MultipartSegment, PushMultipartParser
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from api.bounds import FORM_BYTES
from api.datasets.reading import NO_SEPARATOR, Reading
from api.datasets.upload import Received, receive
from api.fields import InvalidFieldsError
from api.problems import RefusedError
from api.refusals import AnyRequest
from schemas.problems import DataProblem, ProblemCode
from schemas.reading import Role
from schemas.tasks import Task, TextForm

FIELD_BYTES = 4096
MOST_PARTS = 40
FILENAME_CHARACTERS = 200

Part = MultipartSegment | bytearray | bytes | None
"""A segment's head, some of its content, or its end."""


def _blank_is_none(value: object) -> object:
    return value or None


def _printable(text: str) -> str:
    """Without what no name should hold, as line ends and signs that turn the writing round."""
    return "".join(character for character in text if character.isprintable()).strip()


def _title(value: object) -> object:
    return _blank_is_none(_printable(value) if isinstance(value, str) else value)


COLUMN_FIELDS = {f"{role}_column": role for role in Role}
"""The form's fields that name a column."""
ONE_LABEL = "none"
"""The separator of a user who says that there is none."""


def _separator(value: object) -> object:
    return NO_SEPARATOR if value == ONE_LABEL else _blank_is_none(value)


ColumnName = Annotated[str, Field(min_length=1, max_length=1000)]
Name = Annotated[Annotated[str, Field(max_length=200)] | None, BeforeValidator(_blank_is_none)]
Title = Annotated[Annotated[str, Field(max_length=200)] | None, BeforeValidator(_title)]


class UploadFields(BaseModel):
    """What may come with the file. A column that is not named is looked for."""

    model_config = ConfigDict(frozen=True)

    name: Title = None
    task: Annotated[Task | None, BeforeValidator(_blank_is_none)] = None
    columns: dict[Role, ColumnName] = {}
    sheet: Name = None
    label_separator: Annotated[
        Annotated[str, Field(max_length=3)] | None, BeforeValidator(_separator)
    ] = None
    form: Annotated[TextForm | None, BeforeValidator(_blank_is_none)] = None
    base_model: Name = None

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, values: dict[str, Any]) -> dict[str, Any]:
        """The columns, each from its own field of the form."""
        named = {
            COLUMN_FIELDS[name]: value for name, value in values.items() if name in COLUMN_FIELDS
        }
        return values | {"columns": {role: value for role, value in named.items() if value}}

    @property
    def reading(self) -> Reading:
        """How the sheet is to be read."""
        return Reading(
            task=self.task,
            columns=self.columns,
            sheet=self.sheet,
            label_separator=self.label_separator,
            form=self.form,
            base_model=self.base_model,
        )


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that arrived whole."""

    received: Received
    filename: str
    fields: UploadFields

    @property
    def name(self) -> str:
        """What the dataset will be called."""
        return self.fields.name or Path(self.filename).stem


async def take(request: AnyRequest, folder: Path, limit_bytes: int) -> Upload:
    """The file and the fields of a multipart request.

    Raises:
        RefusedError: the file is too large.
        InvalidFieldsError: there is no file, or a field is wrong.
        ClientException: the body is no multipart form.
    """
    _refuse_hopeless(request, limit_bytes)
    file: tuple[Received, str] | None = None
    values: dict[str, str] = {}
    async with aclosing(_parts(request)) as parts:
        async for part in parts:
            if not isinstance(part, MultipartSegment):
                continue
            name = part.name or ""
            if name == "file" and part.filename and file is None:
                received = await _receive(parts, limit_bytes, folder)
                file = received, _plain(part.filename)
            else:
                values[name] = await _value(name, parts)
    return Upload(*_present(file), _fields(values))


def _refuse_hopeless(request: AnyRequest, limit_bytes: int) -> None:
    """Refuse before anything of it is read what announces more than would be read at all.

    Raises:
        RefusedError: TOO_LARGE.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > 2 * limit_bytes + FORM_BYTES:
        raise RefusedError(ProblemCode.TOO_LARGE)


async def _receive(parts: AsyncGenerator[Part], limit_bytes: int, folder: Path) -> Received:
    """The file's content; of a file that is too large the rest is still read, up to as much again.

    A browser shows an answer only once it has sent everything.
    """
    try:
        return await receive(_content(parts), limit_bytes, folder)
    except RefusedError as refused:
        await _pass_over(parts, limit_bytes)
        problem = DataProblem(code=refused.code, params=refused.params)
        raise RefusedError(ProblemCode.DATASET_INVALID, problems=[problem]) from refused


async def _pass_over(parts: AsyncGenerator[Part], most_bytes: int) -> None:
    passed = 0
    async for part in parts:
        passed += len(part) if isinstance(part, bytes | bytearray) else 0
        if passed > most_bytes:
            return


async def _parts(request: AnyRequest) -> AsyncGenerator[Part]:
    kind, options = request.content_type
    boundary = options.get("boundary")
    if kind != "multipart/form-data" or not boundary:
        raise ClientException("multipart/form-data was expected")
    try:
        with PushMultipartParser(boundary, max_segment_count=MOST_PARTS) as parser:
            async for chunk in request.stream():
                if chunk and not parser.closed:
                    for part in parser.parse(chunk):
                        yield part
    except MultipartError as error:
        raise ClientException("the body is not valid multipart/form-data") from error
    except InternalServerException as error:  # so the framework says that the client hung up
        raise ClientException("the body did not arrive whole") from error


async def _content(parts: AsyncGenerator[Part]) -> AsyncIterator[bytes]:
    """The content of the part whose head was just read."""
    async for part in parts:
        if part is None:
            return
        if not isinstance(part, MultipartSegment):
            yield bytes(part)


async def _value(name: str, parts: AsyncGenerator[Part]) -> str:
    value = b""
    async for chunk in _content(parts):
        value += chunk
        if len(value) > FIELD_BYTES:
            raise InvalidFieldsError.of(name, "string_too_long", max_length=FIELD_BYTES)
    return value.decode(errors="replace")


def _plain(filename: str) -> str:
    """The last part of a path, as some browsers send one, without what no name should hold."""
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return _printable(last)[-FILENAME_CHARACTERS:] or "file"


def _present(file: tuple[Received, str] | None) -> tuple[Received, str]:
    if file is None:
        raise InvalidFieldsError.of("file", "missing")
    return file


def _fields(values: dict[str, Any]) -> UploadFields:
    try:
        return UploadFields.model_validate(values)
    except ValidationError as error:
        raise InvalidFieldsError([dict(detail) for detail in error.errors()]) from error
