"""Continua for the tests of unitizing, and the coefficients by brute force: character by character, pair by pair, straight from their definition."""

from itertools import combinations, pairwise, permutations

import pandas as pd
from hypothesis import settings
from hypothesis import strategies as st

SOME = settings(max_examples=25, deadline=None)  # a frame costs milliseconds, and other work may hold the machine
COLUMNS = ["doc_id", "start", "end", "code", "coder"]


def spans_of(rows, doc_id="d"):
    """Make a table of spans from rows (coder, start, end, code) or (coder, start, end, code, doc_id)."""
    return pd.DataFrame([((*r, doc_id)[4], *r[1:4], r[0]) for r in rows], columns=COLUMNS)


def documents_of(**lengths):
    return pd.DataFrame({"doc_id": list(lengths), "length": list(lengths.values())})


@st.composite
def continua(draw, *, coders="AB", codes="xy", documents=2, apart=True):
    """Draw (spans, documents); `apart`: no units of one coder overlap, they may touch."""
    lengths = {f"d{n}": draw(st.integers(1, 14)) for n in range(draw(st.integers(1, documents)))}
    rows = []
    for doc_id, length in lengths.items():
        for coder in coders:
            for _ in range(1 if apart else 2):
                cuts = sorted(draw(st.sets(st.integers(0, length), max_size=6)))
                for start, end in pairwise(cuts):
                    code = draw(st.sampled_from(["", *codes]))
                    rows += [(coder, start, end, code, doc_id)] if code else []
    spans = spans_of(rows).astype({"start": int, "end": int})
    return spans, documents_of(**lengths)


def merged(units):
    """Merge overlapping (start, end) by growing them until nothing changes; touching ones stay apart."""
    units = sorted(set(units))
    for one, two in combinations(units, 2):
        if one[0] < two[1] and two[0] < one[1]:
            rest = [u for u in units if u not in {one, two}]
            return merged([*rest, (min(one[0], two[0]), max(one[1], two[1]))])
    return units


def units_of(spans, coder, code, doc_id):
    mine = spans[(spans["coder"] == coder) & (spans["code"] == code) & (spans["doc_id"] == doc_id)]
    return merged([(int(s), int(e)) for s, e in zip(mine["start"], mine["end"], strict=True)])


def gaps_of(units, length):
    """Return the gaps by looking at every character."""
    covered = {x for s, e in units for x in range(s, e)}
    free = [x for x in range(length) if x not in covered]
    starts = [x for x in free if x - 1 not in free]
    return [(s, next(e for e in range(s + 1, length + 1) if e not in free)) for s in starts]


def brute_2004(spans, documents, coders):
    """Return observed and expected disagreement of alpha for unitizing summed over codes: every pair of segments, every placement."""
    lengths = dict(zip(documents["doc_id"], documents["length"], strict=True))
    m, total = len(coders), int(sum(lengths.values()))
    observed = expected = 0.0
    for code in sorted(set(spans["code"])):
        units = {(c, d): units_of(spans, c, code, d) for c in coders for d in lengths}
        gaps = {(c, d): gaps_of(units[c, d], lengths[d]) for c in coders for d in lengths}
        for one, two in permutations(coders, 2):
            for d in lengths:
                for s, e in units[one, d]:
                    observed += sum((s - t) ** 2 + (e - f) ** 2 for t, f in units[two, d] if s < f and t < e)
                    observed += 2 * sum(
                        (e - s) ** 2 for t, f in gaps[two, d] if t <= s and e <= f
                    )  # and the gap against the unit
        every = [u for us in units.values() for u in us]
        free = [g for gs in gaps.values() for g in gs]
        ways = 0
        for s, e in every:
            b = e - s
            ways += (len(every) - 1) * sum(shift**2 for shift in range(-(b - 1), b))
            ways += sum(b**2 for t, f in free for _ in range(t, f - b + 1))
        pairs = m * total * (m * total - 1) - sum((e - s) * (e - s - 1) for s, e in every)
        expected += 2 / total * ways / pairs if pairs else 0.0
    return observed / (m * (m - 1) * total**2), expected


def characters(spans, documents, coders):
    """Return (coder, place) -> (code, unit), code "" and a unit of its own for each character that a coder left out."""
    out = {}
    for d, length in zip(documents["doc_id"], documents["length"], strict=True):
        out |= {(c, (d, x)): ("", (c, d, x)) for c in coders for x in range(length)}
    for number, (d, s, e, code, coder) in enumerate(spans[COLUMNS].itertuples(index=False)):
        out |= {(coder, (d, x)): (code, number) for x in range(s, e)}
    return out


def coincidences(values, weight, coders):
    """Return observed and expected coincidences: {(code, code): mass} each, by all pairs of characters.

    Observed: two coders at one place, 1 / (m - 1) each. Expected: any two characters of any coders, unless both are of one unit.
    """
    observed, expected = {}, {}
    for (one, place), (two, other) in permutations(values, 2):
        key = values[one, place][0], values[two, other][0]
        if place == other and weight[one, place] and weight[two, other]:
            observed[key] = observed.get(key, 0.0) + 1 / (len(coders) - 1)
        if values[one, place][1] != values[two, other][1]:
            expected[key] = expected.get(key, 0.0) + weight[one, place] * weight[two, other]
    mass, pairs = sum(observed.values()), sum(expected.values())
    return observed, {key: value * mass / pairs for key, value in expected.items()}


def brute_2016(spans, documents, coders):
    """Return the four alphas as {"|u": ..., "u": ..., "cu": ..., code: ...}; None where no disagreement is expected."""
    values = characters(spans, documents, coders)
    observed, expected = coincidences(values, dict.fromkeys(values, 1.0), coders)
    others = len(coders) - 1
    weight = {
        (c, p): sum(values[o, p][0] != "" for o in coders if o != c) / others if values[c, p][0] else 0.0 for c, p in values
    }
    met_values = {key: value for key, value in values.items() if weight[key]}
    met, met_expected = coincidences(met_values, weight, coders)
    out = {
        "|u": alpha(observed, expected, lambda c, k: c == "" and k != ""),
        "u": alpha(observed, expected, lambda c, k: c != k),
        "cu": alpha(met, met_expected, lambda c, k: c != k),
    }
    for code in sorted(set(spans["code"])):
        out[code] = alpha_of(code, met, met_expected)
    return out


def alpha(observed, expected, unlike):
    below = sum(v for key, v in expected.items() if unlike(*key))
    return 1 - sum(v for key, v in observed.items() if unlike(*key)) / below if below else None


def alpha_of(code, observed, expected):
    margins = [sum(v for key, v in table.items() if key[0] == code) for table in (observed, expected)]
    off = [margin - table.get((code, code), 0.0) for margin, table in zip(margins, (observed, expected), strict=True)]
    return 1 - off[0] / margins[0] * margins[1] / off[1] if margins[0] and off[1] > 1e-9 else None
