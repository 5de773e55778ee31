"""What the words around a name say for it: a type word, a preposition, people of the town, what befell or cut it off."""

from __future__ import annotations

from geomap.gazetteer import Gazetteer
from geomap.mentions.lexicon import Span
from geomap.mentions.name import Name
from geomap.mentions.ordinary import NEVER, is_common_noun
from geomap.mentions.persons import is_given
from geomap.mentions.tokens import Token
from geomap.mentions.words import by_class, common_words, frequent_words, listed, word_at, word_before
from geomap.models import Relation

# So many words before "on", who takes a town may stand: سيطر الجيش العربي السوري على.
_TAKING = 5
# Numbers that reports write out before "from": وواحد من عقرب.
_ONE = frozenset({"واحد", "واحده", "اثنان", "اثنين", "ثلاثه", "اربعه", "خمسه"})
_MUNICIPALITY = "بلديه"
_TATWEEL = "ـ"
# What stands between where a way begins and where it ends: من عياش إلى الميادين.
_TO = frozenset({"الي", "نحو", "باتجاه", "صوب"})
_ARROWS = frozenset("→➡⇒⬅←>")


class Signs:
    """The signs of the names of one text. `begins`: the tokens at which a name begins."""

    def __init__(self, tokens: list[Token], begins: set[int], gazetteer: Gazetteer) -> None:
        self.tokens, self.begins, self.gazetteer = tokens, begins, gazetteer
        self.settled = gazetteer.settled_spellings

    def count(self, name: Name) -> int:
        """Count what the words around a name say for it."""
        around, span = name.around, name.span
        signs = 0
        if around.kinds and span.forms[0] in listed("type_towns") and around.first < span.first:
            return NEVER  # بلدة المزرعة is no farm
        if self._is_hospitals(name):
            signs += 2
        elif span.first and not span.particle and span.forms[0] in self.settled:
            # The market of Tabqa, the mill of Mansura
            before = self.tokens[span.first - 1]
            signs += (
                before.arabic
                and before.fold in listed("town_facilities")
                and self.tokens[span.first].gap == " "
            )
        # كبيرة after "city" is the adjective, not a village Bira: a type word governs no particle but ل
        governed = not (span.doubtful and span.particle[-1:] in ("ب", "ك", "ف"))
        beside = around.relation is not Relation.AT and span.forms[0] not in listed("generic_buildings")
        if governed and (beside or (around.kinds and "area" not in around.kinds)):
            signs += 3 if around.kinds and is_common_noun(span.forms[0]) else 2
        elif governed and around.evidence and around.first < span.first:
            signs += 1
        if name.listed or self._has_people(name):
            signs += 2
        if span.forms[0] not in common_words() or self.is_persons(name):
            signs += self.preposition(name)
        if span.first and not span.particle and self._is_ground(span):
            signs += 2
        if span.first and span.particle == "ب" and self.tokens[span.first - 1].fold in listed("passing"):
            signs += 1  # مرورا بالزر
        if span.particle and self.tokens[span.first].raw[len(span.particle) :][:1] == _TATWEEL:
            signs += 1  # بـالميادين: so writers part a name from its preposition
        if self._is_passed(span):
            signs += 2
        if self._is_left(span):
            signs += 1
        if not _ARROWS.isdisjoint(self.tokens[span.first].gap):
            signs += 1  # an aircraft's way: الشعيرات ➡️ السخنة
        # #عاجل is a village too, but rather "urgent"
        if "#" in self.tokens[span.first].gap and (
            span.forms[0] in self.settled or span.forms[0] not in frequent_words()
        ):
            signs += 1
        return signs

    def _is_ground(self, span: Span) -> bool:
        """Whether what befell a region, or who took a town, stands before it: أحداث الساحل, سيطر الجيش على تسيل."""
        first = span.first
        if self.tokens[first].gap != " " or span.forms[0] not in self.settled:
            return False
        before = self.tokens[first - 1].fold
        words = by_class("grounds_before")
        if before.removeprefix("و") in words["event"]:
            return True
        if before == "عن":
            ahead = self.tokens[max(first - _TAKING, 0) : first - 1]
            return any(t.fold in words["off"] for t in ahead)  # قطعت الكهرباء عن كسب, كيلو ونص عن نصيب
        if before != "علي":
            return False
        if first > 1 and self.tokens[first - 2].fold in words["overlooking"]:
            return True  # التلال المشرفة على ربيعة
        struck = first > 1 and self.tokens[first - 2].fold.removeprefix("و") in words["striking"]
        if struck and not self._is_hill(span):
            return True  # القصف على نوى
        return any(
            t.fold.removeprefix("و") in words["taking"]
            for t in self.tokens[max(first - _TAKING, 0) : first - 1]
        )

    def _is_hill(self, span: Span) -> bool:
        """Whether a town's name is the word for a landform or a building with an article: على التل."""
        return span.forms[0].removeprefix("ال") in listed("name_starts")

    def _is_passed(self, span: Span) -> bool:
        """Whether it is the town of a border crossing and one goes through it: عبر نصيب."""
        first = span.first
        if not first or span.particle or self.tokens[first].gap != " ":
            return False
        through = self.tokens[first - 1].fold.removeprefix("و") in by_class("grounds_before")["crossing"]
        return through and self.gazetteer.knows(f"معبر {span.forms[0]}")

    def _is_left(self, span: Span) -> bool:
        """Whether one goes from it to what another name is: من سلوك إلى تل أبيض."""
        first, last = span.first, span.last
        if not first or self.tokens[first - 1].fold != "من" or self.tokens[first].gap != " ":
            return False
        to = last < len(self.tokens) and self.tokens[last].gap == " " and self.tokens[last].fold in _TO
        word = word_at(self.tokens, last + 1) if to else None
        typed = word is not None and word.cls == "type"  # من عياش إلى منطقة الميادين
        after = last + 1 + (word.length if typed and word is not None else 0)
        to_a_name = not {last + 1, after}.isdisjoint(self.begins)
        return to and to_a_name and span.forms[0] in self.settled

    def _has_people(self, name: Name) -> bool:
        """Whether people of a town are spoken of: من أهالي الحراك."""
        first = name.span.first
        form = name.span.forms[0]
        if not first or name.span.particle:
            return False
        if form not in self.settled and " " not in form and form in frequent_words():
            return False
        if self.tokens[first].gap != " " or self.tokens[first - 1].fold not in listed("people_of"):
            return False
        head = word_before(self.tokens, first - 1)  # تجمع أبناء القلمون
        return head is None or head.cls != "organisation"

    def _is_hospitals(self, name: Name) -> bool:
        """Whether a hospital or a municipality is called by its town: مشفى الحفة, بلدية دمر."""
        first = name.span.first
        if not first or name.span.particle or name.span.forms[0] not in self.settled:
            return False
        before = self.tokens[first - 1].fold
        before = before.removeprefix("و").removeprefix("ل")
        hospital = before in by_class("hospitals")["hospital"] or before == _MUNICIPALITY
        return self.tokens[first].arabic and self.tokens[first].gap == " " and hospital

    def is_in(self, i: int) -> bool:
        """Whether the Arabic word for "in" stands right before token i."""
        return i > 0 and self.tokens[i - 1].fold.removeprefix("و") == "في" and self.tokens[i].gap == " "

    def preposition(self, name: Name) -> int:
        first = name.span.first
        if not first:
            return 0
        at = first - 1
        if not self.tokens[first].arabic and self.tokens[first].gap == "-":
            at -= 1
        before = self.tokens[at].fold if at >= 0 else ""
        if not self.tokens[first].arabic:
            # A capitalised word after "in" or "near" is a place; Arabic has no capitals to tell
            return 2 * (before in listed("place_prepositions"))
        form = name.span.forms[0]
        if self.is_persons(name):
            return 2 if form in self.settled else 1
        if name.span.particle == "لل" and form in listed("everyday_towns"):
            return 1
        if name.span.particle or self.tokens[first].gap.strip(" «\"“'"):
            return 0
        if before.endswith("من") and form in frequent_words() and form not in self.settled:
            return 0  # يطلب من العائدين
        if form in self.settled and is_given(form) and self.is_in(first):
            return 2  # nothing is in Jasim but what is in the town
        return int(before.removeprefix("و") in listed("place_prepositions"))

    def is_persons(self, name: Name) -> bool:
        """Whether someone is said to be from a place: شاب من سلوك."""
        at = name.span.first - 2
        if at < 0 or name.span.particle or self.tokens[at + 1].fold != "من":
            return False
        who = self.tokens[at].fold.removeprefix("و")
        if who.isdigit() or who in _ONE:
            return True  # 3 من حلفايا وواحد من عقرب
        return who in listed("people") or (
            who.startswith("ل") and who[1:] in listed("people")
        )  # لشخص من تسيل
