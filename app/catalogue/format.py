"""The shape of the catalogue's files; what is wrong is said with the file's and the field's name."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field, StringConstraints, ValidationError, model_validator

from app.catalogue.parts import Key, Part, StepRule, Text, lean_steps

Channel = Literal["all", "online", "direct", "post", "prepared"]
FeeChannel = Literal["any", "online", "direct", "post", "prepared"]
Expr: TypeAlias = Any
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]\.[0-9]{6}$")]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Plain = Annotated[str, StringConstraints(min_length=1, max_length=400)]


class Dated(Part):
    """A rule in force from a day, until a day where one is known."""

    from_: Day = Field(alias="from")
    to: Day | None = None

    @model_validator(mode="after")
    def _days_exist(self) -> Self:
        if self.to is not None and date.fromisoformat(self.to) < date.fromisoformat(self.from_):
            raise ValueError("'to' lies before 'from'")
        date.fromisoformat(self.from_)
        return self


class Receives(Part):
    """Which counter takes the dossier, and how far away it may be."""

    kind: Literal["commune", "police", "school"]
    reach: Literal["own", "province", "any"]
    note: Text | None = None


class Time(Part):
    """How long it takes, for a channel or a case."""

    channel: Channel
    value: int | None = Field(ge=1)
    unit: Literal["working_day", "day", "hour", "month"]
    same_day_before: Annotated[str, StringConstraints(pattern=r"^[0-2][0-9]:[0-5][0-9]$")] | None = None
    case: Text | None = None
    note: Text | None = None


class Tier(Part):
    """The amount of one unit from a count on."""

    from_: int = Field(alias="from", ge=1)
    amount: int = Field(ge=0)


class Fee(Dated):
    """One rule of one money line; of the rules with the same key the first that fits makes the line."""

    key: Key
    kind: Literal["le_phi", "phi"]
    label: Text
    channel: FeeChannel
    amount: int | None = Field(ge=0)
    per: Text | None = None
    each: Key | None = None
    quantity_from: Key | None = None
    times_from: Key | None = None
    tiers: list[Tier] = Field(default_factory=list)
    cap: int | None = Field(default=None, ge=0)
    optional: bool = False
    when: Expr | None = None
    note: Text | None = None
    basis: Plain | None = None


class Exemption(Dated):
    """Who pays only a part of some lines; `rate` is the part that is still paid."""

    key: Key
    label: Text
    rate: float = Field(ge=0, le=1)
    fees: list[Key] = Field(default_factory=list)
    channel: FeeChannel | None = None
    proof: Text | None = None
    basis: Plain | None = None


class Reuse(Part):
    """That a paper which was compared may be used again: as which document, and for how many months since then."""

    as_: Key = Field(alias="as")
    months: int | None = Field(default=None, ge=1, le=600)


class Paper(Part):
    """One paper asked for."""

    key: Key
    name: Text
    kind: Literal["original", "copy", "certified_copy", "shown", "form", "e_form"]
    need: Literal["always", "if"]
    condition: Text | None = None
    when: Expr | None = None
    photo: Literal["required", "optional", "none"]
    compare: Literal["reception", "handover", "none"]
    database: bool
    qty: int | None = Field(default=None, ge=1)
    reuse: Reuse | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _condition_is_said(self) -> Self:
        if self.need == "if" and self.condition is None:
            raise ValueError("a paper with need 'if' must say its condition")
        return self


class Result(Part):
    """What the office gives back."""

    key: Key
    name: Text
    code: Plain | None = None
    validity: Text | None = None


class Collect(Part):
    """Who may fetch the result besides the people of the dossier, where not anybody with a paper that says so."""

    others: Literal["certified", "nobody"]


class Source(Part):
    """Where the facts come from, and how old they are."""

    name: Plain
    date: Day


class ProcedureFile(Part):
    """One file of catalogue/procedures/: everything known of a procedure (docs/catalogue.md)."""

    code: Code
    aliases: list[Code] = Field(default_factory=list)
    name: Text
    summary: Text
    field: Key
    life_events: list[Key] = Field(min_length=1)
    words: list[Plain] = Field(min_length=1)
    level: Literal["commune", "commune_police"]
    online: Literal["full", "partial"]
    competent: Text
    receives: Receives
    who: Text
    times: list[Time] = Field(min_length=1)
    fees: list[Fee] = Field(default_factory=list)
    exemptions: list[Exemption] = Field(default_factory=list)
    papers: list[Paper] = Field(default_factory=list)
    results: list[Result] = Field(min_length=1)
    delegation: Text | None = None
    collect: Collect | None = None
    steps: list[StepRule] = Field(default_factory=list)
    steps_extra: list[Text] = Field(default_factory=list)
    legal_basis: list[Plain] = Field(min_length=1)
    notes: list[Text] = Field(default_factory=list)
    precheck: Expr | None = None
    questions: list[dict[str, Any]] = Field(default_factory=list)
    questions_from: dict[str, Any] = Field(default_factory=dict)
    source: Source
    confidence: Literal["high", "medium", "low"]
    check: list[Plain] = Field(default_factory=list)
    valid_from: Day
    valid_to: Day | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if all(time.case for time in self.times):
            raise ValueError("times: one entry must be without a case, it is the usual limit")
        for name, keys in (
            ("papers", [paper.key for paper in self.papers]),
            ("exemptions", [exemption.key for exemption in self.exemptions]),
            ("results", [result.key for result in self.results]),
        ):
            if len(set(keys)) < len(keys):
                raise ValueError(f"{name}: a key stands twice")
        known = {fee.key for fee in self.fees}
        if lost := {key for exemption in self.exemptions for key in exemption.fees} - known:
            raise ValueError(f"exemptions: no fee has the key {sorted(lost)}")
        return self

    def body(self) -> dict[str, Any]:
        """The content as it is kept and served: members that say nothing are left out."""
        shown = self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"questions", "questions_from"})
        for fee, rule in zip(shown["fees"], self.fees, strict=True):
            fee.setdefault("amount", None)
            for name in ("tiers", "optional"):
                if not getattr(rule, name):
                    fee.pop(name)
        for time in shown["times"]:
            time.setdefault("value", None)
        lean_steps(shown)
        for exemption in shown["exemptions"]:
            if not exemption["fees"]:
                exemption.pop("fees")
            if float(exemption["rate"]).is_integer():
                exemption["rate"] = int(exemption["rate"])  # JSON of both languages writes it alike
        return shown


class ListItem(Part):
    """One entry of a code list."""

    value: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    label: Text
    parent: str | None = None
    words: list[str] = Field(default_factory=list)
    kind: str | None = None
    hint: Text | None = None
    example: str | None = None
    """The name of a picture that shows it (pwa/src/page/ui/Example.tsx)."""
    basis: Plain | None = None
    """The law a reason of the office rests on."""


class ListFile(Part):
    """One file of catalogue/lists/: a code list that forms choose from."""

    name: Key
    source: Plain
    as_of: Day
    preset: str | None = None
    items: list[ListItem] = Field(min_length=1)

    @model_validator(mode="after")
    def _values_differ(self) -> Self:
        values = [item.value for item in self.items]
        if len(set(values)) < len(values):
            raise ValueError("items: a value stands twice")
        if self.preset is not None and self.preset not in values:
            raise ValueError("preset: is not one of the items")
        return self


class CalendarDay(Part):
    """One day that is not what its weekday says."""

    date: Day
    kind: Literal["holiday", "compensation", "swap_off", "swap_work"]
    name: Plain


class CalendarFile(Part):
    """One file of catalogue/calendar/: the public holidays of a year."""

    year: int = Field(ge=2025, le=2100)
    status: Literal["published", "estimated"]
    source: Plain
    days: list[CalendarDay] = Field(min_length=1)

    @model_validator(mode="after")
    def _days_are_of_the_year(self) -> Self:
        for day in self.days:
            if date.fromisoformat(day.date).year != self.year:
                raise ValueError(f"days: {day.date} is not in {self.year}")
        if len({day.date for day in self.days}) < len(self.days):
            raise ValueError("days: a date stands twice")
        return self


class Purpose(Part):
    """One thing that a person may allow or not."""

    key: Key
    label: Text
    detail: Text | None = None


class Body(Part):
    """The paragraphs of a text."""

    vi: list[str] = Field(min_length=1)
    en: list[str] = Field(min_length=1)


class TextFile(Part):
    """One file of catalogue/texts/: a text that people are shown and that is recorded by its hash."""

    version: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(\.[0-9]+)?$")]
    title: Text
    body: Body
    purposes: list[Purpose] = Field(default_factory=list)


class FieldOfWork(Part):
    """A field of public business, for example civil status."""

    key: Key
    vi: Plain
    en: Plain | None = None


class LifeEvent(Part):
    """A door by what happens in life."""

    key: Key
    name: Text
    icon: Key


class Bank(Part):
    """A bank and its six digits."""

    bin: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    name: Plain


class UnitChange(Part):
    """What became of units on a day, by name or by code."""

    date: Day
    basis: Plain
    province: str | None = None
    provinces_to_city: list[str] = Field(default_factory=list)
    communes_to_ward: list[str] = Field(default_factory=list)
    names_to_ward: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _names_have_a_province(self) -> Self:
        if self.names_to_ward and self.province is None:
            raise ValueError("names_to_ward: say the province the names belong to")
        return self


class UnitChangesFile(Part):
    """catalogue/lists/unit_changes.yaml."""

    source: Plain
    changes: list[UnitChange]


class FieldsFile(Part):
    """catalogue/fields.yaml."""

    fields: list[FieldOfWork] = Field(min_length=1)


class LifeEventsFile(Part):
    """catalogue/life_events.yaml."""

    life_events: list[LifeEvent] = Field(min_length=1)


class BanksFile(Part):
    """catalogue/banks.yaml."""

    source: Plain
    banks: list[Bank] = Field(min_length=1)


def faults(error: ValidationError) -> list[str]:
    """The faults of one file in plain words, each after the name of its field."""
    said = []
    for fault in error.errors(include_url=False, include_context=False, include_input=False):
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault["loc"]).lstrip(".")
        said.append(f"{place}: {_words(fault['type'], fault['msg'])}" if place else _words(fault["type"], fault["msg"]))
    return said


def _words(kind: str, message: str) -> str:
    known = {
        "missing": "is missing",
        "extra_forbidden": "is not a known field",
        "string_type": "must be text (put numbers and dates in quotes)",
        "int_type": "must be a whole number",
        "list_type": "must be a list",
        "too_short": "must have at least one entry",
    }
    return known.get(kind, message.removeprefix("Value error, "))
