"""The books over HTTP: the register, control slips, printed sheets, files, titles and numbers."""

from __future__ import annotations

from flask import Response

from app.core import errors
from app.core.access import Permission
from app.db import transaction
from app.documents import store
from app.dossiers import operations as dossiers
from app.dossiers.schemas import DossierPath
from app.identity import audit
from app.registers import digitised, making, operations, queries, tables, views
from app.registers.schemas import (
    DigitisedFileQuery,
    DigitisedOut,
    DigitisedQuery,
    ExportIn,
    ExportOut,
    ExportPath,
    ExportsOut,
    PrintIn,
    RegisterChosen,
    RegisterOut,
    RegisterQuery,
    SheetOut,
    SheetPath,
    SheetsOut,
    SheetsQuery,
    SlipIn,
    SlipOut,
    StyleIn,
    StylesOut,
    StylesQuery,
)
from app.web.api import EACH, Api, Binary
from app.web.session import actor

api = Api("registers")
_WHY_AT_MOST = 400
PDF = Binary("application/pdf")


@api.get("/desk/registers", allow=Permission.DOSSIERS_READ, answers=RegisterOut, problems=(404,))
def read_register(query: RegisterQuery) -> RegisterOut:
    """A page of the register (form 07) of a unit; the look is recorded."""
    found = views.register(query, actor())
    _look("register", str(found.unit_id), f"page {query.page}, {len(found.rows)} rows, {_said(views.asked(query))}")
    return found


@api.get("/desk/registers/sheets", allow=Permission.DOSSIERS_READ, answers=SheetsOut, problems=(404,))
def read_sheets(query: SheetsQuery) -> SheetsOut:
    """The registers that a unit has printed."""
    unit_id = queries.unit_of(query.unit_id, actor())
    return SheetsOut(sheets=[views.sheet(each) for each in queries.registers_of(unit_id)])


@api.post("/desk/registers/sheets", allow=Permission.DOSSIERS_READ, writes=True, answers=SheetOut, problems=(404, 409))
def print_register(body: PrintIn) -> SheetOut:
    """Print a part of the register under the unit's next number."""
    sheet = operations.print_register(body.op_id, body, actor())
    _look("register", str(sheet.unit_id), f"printed {sheet.number}, {sheet.rows} rows, {_said(body)}")
    return views.sheet(sheet)


@api.get("/desk/registers/sheets/<uuid:sheet_id>", allow=Permission.DOSSIERS_READ, answers=PDF, problems=(404,))
def read_sheet(path: SheetPath) -> Response:
    """A printed sheet again, the same as it was."""
    sheet = queries.sheet(path.sheet_id, actor())
    if sheet.dossier_id is not None:
        dossiers.for_desk(sheet.dossier_id, actor())
        audit.look(actor(), "dossier", sheet.dossier_id, f"control slip {sheet.number}")
    else:
        _look("register", str(sheet.unit_id), f"sheet {sheet.number}, {sheet.rows} rows")
    return _bytes(store.get(sheet.sha256), "application/pdf", "inline")


@api.get(
    "/desk/dossiers/<uuid:dossier_id>/control-slip",
    allow=Permission.DOSSIERS_READ,
    answers=SlipOut,
    problems=(404,),
)
def read_slip(path: DossierPath) -> SlipOut:
    """The control slip (form 06) of a dossier as it stands now."""
    dossier = dossiers.for_desk(path.dossier_id, actor())
    audit.look(actor(), "dossier", dossier.id, "control slip")
    return views.slip(dossier)


@api.post(
    "/desk/dossiers/<uuid:dossier_id>/control-slip",
    allow=Permission.DOSSIERS_READ,
    writes=True,
    answers=SheetOut,
    problems=(404, 409),
)
def print_slip(path: DossierPath, body: SlipIn) -> SheetOut:
    """Print the control slip; where nothing happened since it was printed last, that sheet is given again."""
    dossier = dossiers.for_desk(path.dossier_id, actor())
    audit.look(actor(), "dossier", dossier.id, "control slip")
    return views.sheet(operations.print_slip(body.op_id, dossier, actor()))


@api.get("/desk/exports", allow=Permission.DOSSIERS_READ, answers=ExportsOut)
def read_exports() -> ExportsOut:
    """The files that the asker asked for within the last day."""
    return ExportsOut(exports=[views.export(each) for each in queries.exports_of(actor())])


@api.post("/desk/exports", allow=Permission.DOSSIERS_READ, writes=EACH, answers=ExportOut, problems=(404, 409))
def ask_export(body: ExportIn) -> ExportOut:
    """Ask for a table as a file: a short one is ready with the answer, a long one is made aside; it is recorded."""
    with transaction(writes=True):
        asked = operations.ask_export(body, actor())
        short = asked.total <= operations.AT_ONCE
        said = ", ".join(f"{name}={value}" for name, value in asked.chosen.items() if value)
        _look("export", str(asked.id), f"{asked.what} as {asked.format}, {asked.total} rows, {said}")
    if short:
        making.make(body.op_id)
    with transaction(writes=False):
        return views.export(queries.export(body.op_id, actor()))


@api.get("/desk/exports/<uuid:export_id>", allow=Permission.DOSSIERS_READ, answers=ExportOut, problems=(404,))
def read_export(path: ExportPath) -> ExportOut:
    """How far a file is."""
    return views.export(queries.export(path.export_id, actor()))


@api.delete(
    "/desk/exports/<uuid:export_id>", allow=Permission.DOSSIERS_READ, writes=True, answers=ExportOut, problems=(404,)
)
def cancel_export(path: ExportPath) -> ExportOut:
    """Give up a file that is still being made."""
    return views.export(operations.cancel(path.export_id, actor()))


@api.get(
    "/desk/exports/<uuid:export_id>/file",
    allow=Permission.DOSSIERS_READ,
    answers=Binary(*tables.TYPES.values()),
    problems=(404, 409),
)
def read_export_file(path: ExportPath) -> Response:
    """The file, once it is ready; taking it is recorded."""
    export = queries.export(path.export_id, actor())
    if export.state != "ready":
        raise errors.Conflict("export_not_ready", extra={"state": export.state})
    file = making.path_of(export.id, export.format)
    if not file.exists():
        raise errors.NotFound("export_gone")
    _look("export", str(export.id), f"taken, {export.total} rows")
    return _bytes(file.read_bytes(), tables.TYPES[export.format], f'attachment; filename="{export.name}"')


@api.get("/desk/letter-styles", allow=Permission.UNITS_MANAGE, answers=StylesOut, problems=(404,))
def read_styles(query: StylesQuery) -> StylesOut:
    """How a unit titles and numbers the statutory forms."""
    return views.styles(query.unit_id, actor())


@api.post("/desk/letter-styles", allow=Permission.UNITS_MANAGE, writes=True, answers=StylesOut, problems=(404,))
def set_style(body: StyleIn) -> StylesOut:
    """Set the title and number of a form from a day on; what was printed stays as it is."""
    operations.set_style(body, actor())
    return views.styles(body.unit_id, actor())


@api.get("/desk/figures/digitising", allow=Permission.FIGURES, answers=DigitisedOut)
def read_digitised(query: DigitisedQuery) -> DigitisedOut:
    """How many dossiers of a month are digitised, and how many reuse papers; they name nobody."""
    return digitised.month(query.month, actor())


@api.get("/desk/figures/digitising/file", allow=Permission.FIGURES, answers=Binary(*tables.TYPES.values()))
def read_digitised_file(query: DigitisedFileQuery) -> Response:
    """The same as a table."""
    found = digitised.month(query.month, actor())
    name = f'attachment; filename="so-hoa-{found.month}.{query.format}"'
    return _bytes(digitised.file(found, query.format, actor()), tables.TYPES[query.format], name)


def _said(chosen: RegisterChosen) -> str:
    """What was chosen, for the access record."""
    parts = (chosen.procedure, chosen.channel, chosen.state)
    return ", ".join([f"{chosen.since} to {chosen.until}", *(part for part in parts if part)])


def _look(kind: str, object_id: str, why: str) -> None:
    audit.look(actor(), kind, object_id, why[:_WHY_AT_MOST])


def _bytes(content: bytes, media: str, how: str) -> Response:
    answer = Response(content, content_type=media)
    answer.headers["Content-Disposition"] = how
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
