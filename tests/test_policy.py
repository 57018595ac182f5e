"""Profiles are data: known by name, with a source, and never widened by a byte limit."""

from dataclasses import FrozenInstanceError, replace

import pytest

from redactkit.errors import PolicyError
from redactkit.model import DocumentKind, FieldKind
from redactkit.policy import PROFILES, Policy, resolve

CARD = DocumentKind.CARD


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_is_found_by_its_own_name_and_says_where_it_comes_from(name):
    assert resolve(name) is PROFILES[name]
    assert PROFILES[name].name == name
    assert PROFILES[name].source
    assert PROFILES[name].max_bytes == 3_000_000


def test_an_unknown_name_lists_the_known():
    with pytest.raises(PolicyError, match=r"'lenient'.*appeal, strict, first6-last4, size-only"):
        resolve("lenient")


def test_a_policy_of_ones_own_is_passed_through():
    own = Policy("own", {})
    assert resolve(own) is own


@pytest.mark.parametrize("policy", ["appeal", Policy("own", {})])
def test_another_limit_changes_nothing_else(policy):
    before = resolve(policy)
    after = resolve(policy, 500_000)
    assert after.max_bytes == 500_000
    assert replace(after, max_bytes=before.max_bytes) == before


@pytest.mark.parametrize("max_bytes", [999, 0, -1])
def test_a_limit_that_no_picture_fits_is_refused(max_bytes):
    with pytest.raises(PolicyError, match=str(max_bytes)):
        resolve("appeal", max_bytes)


def test_profiles_cannot_be_changed():
    with pytest.raises(TypeError):
        PROFILES["appeal"] = PROFILES["size-only"]
    with pytest.raises(FrozenInstanceError):
        PROFILES["appeal"].max_bytes = 1


def test_appeal_covers_all_of_a_card_but_name_portrait_and_last_four():
    rule = PROFILES["appeal"].rules[CARD]
    assert rule.covers == frozenset(FieldKind) - {FieldKind.NAME, FieldKind.PORTRAIT}
    assert (rule.keep_first, rule.keep_last) == (0, 4)


def test_strict_covers_everything():
    assert PROFILES["strict"].rules[CARD].covers == frozenset(FieldKind)


def test_first6_last4_keeps_the_bank_prefix_too():
    rule = PROFILES["first6-last4"].rules[CARD]
    assert (rule.keep_first, rule.keep_last) == (6, 4)
    assert FieldKind.IIN not in rule.covers


def test_no_profile_shows_more_of_a_number_than_pci_dss_allows():
    # PCI DSS v4.0 3.4.1: at most the bank prefix (8 digits at most) and the last four.
    for policy in PROFILES.values():
        for rule in policy.rules.values():
            assert rule.keep_first <= 8
            assert rule.keep_last <= 4


def test_size_only_covers_what_a_person_adds_and_knows_every_kind():
    rules = PROFILES["size-only"].rules
    assert set(rules) == set(DocumentKind)
    assert all(rule.covers == {FieldKind.MANUAL} for rule in rules.values())


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_covers_what_a_person_adds(name):
    assert all(FieldKind.MANUAL in rule.covers for rule in PROFILES[name].rules.values())


@pytest.mark.parametrize("name", ["appeal", "strict", "first6-last4"])
def test_of_an_identity_document_dates_of_issue_and_expiry_stay_and_no_end_of_a_number(name):
    rule = PROFILES[name].rules[DocumentKind.IDENTITY]
    stays = {FieldKind.DATE, FieldKind.EXPIRY} | (set() if name == "strict" else {FieldKind.NAME, FieldKind.PORTRAIT})
    assert rule.covers == frozenset(FieldKind) - stays
    assert rule.tails == frozenset()
    assert rule.keep_first == 0
