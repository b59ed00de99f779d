"""A small codebook for tests."""

SMALL = """\
codebook: small
title: A small codebook
version: "1.0"
state: pilot
languages: [en, de]
split: valence
skip_roles: [interviewer]
matrix: {rows: [dimension, phase, valence], columns: case, cell: factor}
axes:
  - id: dimension
    kind: multi
    inherit: [heading, question]
    negation: keep
    codes:
      - {id: multi_level, label: Multi-level, patterns: {en: [ministry]}, context: {heading: {en: [multi-level]}}}
      - {id: multi_dimensional, label: Multi-dimensional, patterns: {en: [department]}, context: {heading: {en: [multi-dimensional]}}}
  - id: phase
    kind: single
    inherit: [heading, question]
    codes:
      - {id: development, label: Development, patterns: {en: [strategy process]}, context: {heading: {en: [development]}, question: {en: [policy making]}}}
      - {id: implementation, label: Implementation, patterns: {en: [delivery]}, context: {heading: {en: [implementation]}}}
  - id: valence
    kind: single
    negation: flip
    codes:
      - {id: barrier, label: Barrier, patterns: {en: [hinder*, lack*]}}
      - {id: enabler, label: Enabler, patterns: {en: [help*, enable*]}}
  - id: factor
    kind: multi
    negation: keep
    codes:
      - id: trust
        label: Trust
        definition: People rely on each other.
        anchor_examples: ["I just ring her up."]
        rule: Count personal relations. Not formal bodies (boards).
        patterns: {en: [trust]}
      - {id: boards, label: Boards, patterns: {en: [board, committee]}}
      - {id: money, label: Money, patterns: {en: [fund*, budget]}, implies: {valence: [barrier]}}
"""
