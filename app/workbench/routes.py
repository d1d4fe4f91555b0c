"""The office's own lists over HTTP: filters, labels, snippets."""

from __future__ import annotations

from app.core.access import Permission
from app.web.api import Api
from app.web.session import actor
from app.workbench import operations, queries
from app.workbench.schemas import (
    FilterIn,
    FiltersOut,
    ItemPath,
    LabelsOut,
    SnippetIn,
    SnippetsOut,
)

api = Api("workbench")


@api.get("/desk/filters", allow=Permission.DOSSIERS_READ, answers=FiltersOut)
def read_filters() -> FiltersOut:
    """One's own filters."""
    return FiltersOut(filters=queries.filters_of(actor()))


@api.put(
    "/desk/filters/<uuid:item_id>",
    allow=Permission.DOSSIERS_READ,
    writes=True,
    answers=FiltersOut,
    problems=(404, 409),
)
def keep_filter(path: ItemPath, body: FilterIn) -> FiltersOut:
    """Keep a filter under a name, or change it."""
    operations.keep_filter(path.item_id, body, actor())
    return FiltersOut(filters=queries.filters_of(actor()))


@api.delete("/desk/filters/<uuid:item_id>", allow=Permission.DOSSIERS_READ, writes=True, answers=FiltersOut)
def drop_filter(path: ItemPath) -> FiltersOut:
    """Give a filter up."""
    operations.drop_filter(path.item_id, actor())
    return FiltersOut(filters=queries.filters_of(actor()))


@api.get("/desk/labels", allow=Permission.DOSSIERS_READ, answers=LabelsOut)
def read_labels() -> LabelsOut:
    """The labels of one's units."""
    return LabelsOut(labels=queries.labels_of(actor()))


@api.get("/desk/snippets", allow=Permission.DOSSIERS_READ, answers=SnippetsOut)
def read_snippets() -> SnippetsOut:
    """One's own pieces of text and those of one's units."""
    return SnippetsOut(snippets=queries.snippets_of(actor()))


@api.put(
    "/desk/snippets/<uuid:item_id>",
    allow=Permission.DOSSIERS_READ,
    writes=True,
    answers=SnippetsOut,
    problems=(404, 409),
)
def keep_snippet(path: ItemPath, body: SnippetIn) -> SnippetsOut:
    """Keep a piece of text of one's own, or change it."""
    operations.keep_snippet(path.item_id, body, actor())
    return SnippetsOut(snippets=queries.snippets_of(actor()))


@api.delete("/desk/snippets/<uuid:item_id>", allow=Permission.DOSSIERS_READ, writes=True, answers=SnippetsOut)
def drop_snippet(path: ItemPath) -> SnippetsOut:
    """Give a piece of text of one's own up."""
    operations.drop_snippet(path.item_id, actor())
    return SnippetsOut(snippets=queries.snippets_of(actor()))
