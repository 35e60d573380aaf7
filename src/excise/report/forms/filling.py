"""Fill a form: from an answer, and from what a person gives. What neither says is marked and listed; arithmetic is checked.

A person's value must be of the field's kind. What is computed can't be written over; where a person may say otherwise, what the
answer says stands beside it.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from excise.base import ArgumentUnusableError
from excise.formats.located_yaml import ContentError, Node, Problem, quoted, suggest
from excise.law.records import Directive
from excise.report import words
from excise.report.forms.persons import Fill, parse_fill, read_cell, read_rows
from excise.report.forms.reading import PLACEHOLDER, parse_when
from excise.report.forms.records import (
    Cell,
    ClauseWords,
    DirectiveWords,
    FieldKind,
    FilledColumn,
    FilledField,
    FilledForm,
    FilledPart,
    Filler,
    Form,
    FormField,
    Origin,
    Part,
)
from excise.report.forms.rows import fill_rows, has_own_columns, origin_of
from excise.report.forms.sums import check_sum
from excise.report.forms.view import View
from excise.report.forms.vocabulary import WORDS, evaluate, split
from excise.report.records import Answer, DirectiveLine

if TYPE_CHECKING:
    from excise.report.campaign_records import CampaignTold

_CAMPAIGNS = "from the campaign of the case"
__all__ = ["Fill", "choose_directives", "fill_form", "parse_fill"]


def choose_directives(form: Form, answer: Answer, named: Sequence[str]) -> tuple[DirectiveLine, ...]:
    """Give the directives of the answer that the form is to speak of.

    Raises:
        ArgumentUnusableError: The answer asked none that the form is for, or not the ones named.
    """
    asked = {one.id: one for one in answer.directives}
    wrong = [one for one in named if one not in asked or (form.directives and one not in form.directives)]
    if wrong:
        may = [one for one in asked if not form.directives or one in form.directives]
        known = ", ".join(may[:10]) or "none of those that it asked"
        raise ArgumentUnusableError(f"the form {form.id} can't speak of {', '.join(wrong)} from this answer; it can of {known}")
    chosen = tuple(one for one in answer.directives if one.id in (named or form.directives or asked))
    if not chosen:
        wanted = " or ".join(form.directives) or "a directive"
        advice = f"check again with --directive {form.directives[0]}" if form.directives else "name one with --directive"
        raise ArgumentUnusableError(f"the form {form.id} is for {wanted}, which this answer did not ask; {advice}")
    return chosen


def fill_form(
    form: Form,
    answer: Answer,
    directives: Sequence[Directive],
    fill: Fill | None = None,
    named: Sequence[str] = (),
    *,
    campaign: "CampaignTold | None" = None,
    host: str = "",
) -> FilledForm:
    """Fill a form.

    Args:
        form: The form.
        answer: What the check found.
        directives: The directives of the content, for the words of their clauses.
        fill: What a person gives.
        named: Ids of the directives that it is to speak of; empty: all of the answer that the form is for.
        campaign: The campaign of the case; without it what only that knows is left to a person.
        host: Host that the form is about, if it is about one.

    Raises:
        ArgumentUnusableError: The answer asked none of its directives, or the fill is for another form.
        ContentError: A value that a person gives is not of the field's kind; each problem says line and column.
    """
    if fill is not None and fill.form != form.id:
        raise ArgumentUnusableError(f"{fill.path}: is for the form {fill.form}, not for {form.id}")
    view = View(answer, choose_directives(form, answer, named), campaign, host)
    filler = _Filler(form, view, [one for one in directives if one.id in view.ids], fill)
    return filler.whole()


class _Filler:
    """Fills the fields in order; a person's mistakes are collected and said together."""

    def __init__(self, form: Form, view: View, directives: Sequence[Directive], fill: Fill | None) -> None:
        self.form = form
        self.view = view
        self.directives = directives
        self.path = fill.path if fill else ""
        self.given = dict(fill.fields) if fill else {}
        self.problems: list[Problem] = []
        self.asked = {one.id: one for one in form.fields}
        self.filled: dict[str, FilledField] = {}
        self.left_out: list[str] = []

    def whole(self) -> FilledForm:
        """Fill all of it."""
        self.refuse_unknown()
        for one in self.form.fields:  # conditions first: a part may wait for a choice that stands after it
            if one.kind is FieldKind.CHOICE and not one.when:
                self.filled[one.id] = self.field(one)
        parts = tuple(filled for part in self.form.parts if (filled := self.part(part)) is not None)
        if self.problems:
            raise ContentError(self.problems)
        answer = self.view.answer
        due_sums = [one for one in self.form.sums if self.is_so(one.when)]
        sums = tuple(done for one in due_sums if (done := check_sum(one, self.asked, self.filled)) is not None)
        return FilledForm(
            form=self.form.id,
            version=self.form.version,
            title=self.form.title,
            addressee=self.form.addressee,
            signed_by=self.form.signed_by,
            note=self.form.note,
            source=self.form.source,
            as_of=answer.as_of,
            checked_at=answer.checked_at,
            tool=f"{answer.tool.name} {answer.tool.version}",
            content=answer.content.digest,
            directives=tuple(self.directive(one) for one in self.view.directives),
            warnings=tuple(_warnings(self.view)),
            parts=parts,
            left_out=tuple(self.left_out),
            sums=sums,
            missing=tuple(line for part in parts for one in part.fields for line in _missing(one)),
        )

    def refuse_unknown(self) -> None:
        """Refuse values for fields that the form has not, or computes."""
        for name, node in self.given.items():
            one = self.asked.get(name)
            if one is None:
                text = f"the form has no field {quoted(name)}; {suggest(name, self.asked)}"
                self.problems.append(node.problem(self.path, text))
            elif one.filler is Filler.NEVER and not has_own_columns(one):
                self.problems.append(node.problem(self.path, f"{name} is computed from the answer; nobody fills it"))

    def directive(self, one: DirectiveLine) -> DirectiveWords:
        """Say which directive it is about, and when the form is due under it."""
        dues = tuple(due for due in one.due if due.action in self.form.due)
        standing = f"{one.status.replace('-', ' ')}, {words.directive_kind(one)}"
        return DirectiveWords(id=one.id, title=one.title, issuer=one.issuer, standing=standing, due=dues)

    def part(self, part: Part) -> FilledPart | None:
        """Fill a part; None where it is not asked."""
        why = self.is_out(part.when)
        if why:
            self.left_out.append(f"{part.title}: {why}")
            return None
        fields = []
        for one in part.fields:
            why = self.is_out(one.when)
            if why:
                self.left_out.append(f"{one.label}: {why}")
                continue
            if one.id not in self.filled:
                self.filled[one.id] = self.field(one)
            fields.append(self.filled[one.id])
        return FilledPart(id=part.id, title=part.title, note=part.note, fields=tuple(fields)) if fields else None

    def is_out(self, when: str) -> str:
        """Say why it is not asked; empty: it is. What waits for a choice that nobody made is asked."""
        name, choice = parse_when(when)
        if not name:
            return ""
        chosen = self.filled[name].value
        return "" if chosen in (None, choice) else f'asked only if "{self.asked[name].label}" is {choice}; it is {chosen}'

    def is_so(self, when: str) -> bool:
        """Say whether a condition holds; what waits for a choice that nobody made does not."""
        name, choice = parse_when(when)
        return not name or self.filled[name].value == choice

    def field(self, one: FormField) -> FilledField:
        """Fill one field."""
        node = self.given.get(one.id)
        if one.kind is FieldKind.TABLE:
            return self.table(one, node)
        said = None if node is None else read_cell(node, one.kind, one.choices, self.path, self.problems)
        own = self.template(one.template) if one.template else evaluate(one.value, self.view) if one.value else None
        if said is not None:
            differs = one.value and own not in (None, said)
            return self.filled_field(
                one, Origin.PERSON, said, note=f"given by a person; the answer says {own}" if differs else ""
            )
        if own is not None:
            is_campaigns = bool(one.value) and WORDS[split(one.value)[0]].of_campaign
            return self.filled_field(one, Origin.ANSWER, own, note=_CAMPAIGNS if is_campaigns else "")
        note = WORDS[split(one.value)[0]].unknown if one.value else ""
        return self.filled_field(one, _nobody(one.filler), None, note=f"not known: {note}" if note else "")

    def template(self, text: str) -> str:
        """Put what is known into a template; what is not stays a gap that can be seen."""
        return PLACEHOLDER.sub(lambda found: self.placeholder(found[1]), text)

    def placeholder(self, name: str) -> str:
        """Give what stands for a name of a template."""
        if name in self.asked:
            if name not in self.filled:
                self.filled[name] = self.field(self.asked[name])
            value = self.filled[name].value
        else:
            value = evaluate(name, self.view)
        return f"[{name} not given]" if value is None else f"{value:,}" if isinstance(value, int) else value

    def table(self, one: FormField, node: Node | None) -> FilledField:
        """Fill a table."""
        given = read_rows(one, node, self.path, self.problems) if node is not None else ()
        rows = fill_rows(one, self.view, given, self.path, self.problems)
        is_changed = bool(given) and rows != fill_rows(one, self.view, (), self.path, self.problems)
        origin, note = origin_of(one, rows, is_changed=is_changed), ""
        if one.value and WORDS[one.value].of_campaign:
            is_known = self.view.campaign is not None
            note = _CAMPAIGNS if is_known else f"not known: {WORDS[one.value].unknown}"
            origin = origin if is_known or rows else _nobody(one.filler)
        return self.filled_field(one, origin, None, rows=rows, note=note)

    def filled_field(
        self, one: FormField, origin: Origin, value: Cell, note: str = "", rows: tuple[tuple[Cell, ...], ...] = ()
    ) -> FilledField:
        """Put a field together with the clause that asks for it."""
        columns = tuple(
            FilledColumn(id=each.id, label=each.label, kind=each.kind, filler=each.filler, choices=each.choices)
            for each in one.columns
        )
        return FilledField(
            id=one.id,
            label=one.label,
            element=one.element,
            kind=one.kind,
            filler=one.filler,
            origin=origin,
            value=value,
            columns=columns,
            rows=rows,
            choices=one.choices,
            clause=self.clause(one.clause),
            quote=one.quote,
            help=one.help,
            note=note,
        )

    def clause(self, clause_id: str) -> ClauseWords | None:
        """Give the clause that asks, of the first directive that has it."""
        for directive in self.directives:
            for one in directive.clauses:
                if one.id == clause_id:
                    return ClauseWords(
                        cite=one.cite, text=one.text, verbatim=one.verbatim, source=one.source, confidence=one.confidence
                    )
        return None


def _nobody(filler: Filler) -> Origin:
    return Origin.MISSING if filler is Filler.MUST else Origin.OPEN


def _missing(one: FilledField) -> Iterable[str]:
    """Say what a person must still fill in a field."""
    if one.origin is not Origin.MISSING:
        return
    name = f"({one.element}) {one.label}" if one.element else one.label
    if one.kind is not FieldKind.TABLE or not one.rows:
        yield f"{one.id}: {name}"
        return
    empty = [
        (row[0], column.label)
        for row in one.rows
        for column, cell in zip(one.columns, row, strict=True)
        if cell is None and column.filler is Filler.MUST
    ]
    columns = ", ".join(dict.fromkeys(label for _, label in empty))
    yield f"{one.id}: {name}: {columns} in {words.count(len({str(row) for row, _ in empty}), 'row')}"


def _warnings(view: View) -> Iterable[str]:
    """Say what a reader must know before the first field."""
    for one in view.directives:
        if not words.is_in_force(one):
            yield f"{one.id} was {one.status.replace('-', ' ')} on {view.answer.as_of}."
        if not one.binds:
            yield f"{one.id} does not bind who asks: {words.directive_kind(one)}."
    if view.undecided:
        yield f"{words.count(len(view.undecided), 'finding')} undecided: a person must rule before this report is whole."
    if view.answer.gaps:
        yield f"{words.count(len(view.answer.gaps), 'place')} could not be examined; nothing is said of what is there."
    asked = [one for one in view.answer.assumptions if view.ids.intersection(one.directives)]
    if asked:
        questions = ", ".join(one.question.replace("-", " ") for one in asked)
        yield f"Taken as in scope, as nobody told: {questions}."
    known = view.answer.coverage.assets_known
    if known is None:
        yield "No list of what should be there was given: the counts are of the assets in the inputs, not of the estate."
