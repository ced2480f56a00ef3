"""Writes: adopting a plan, entering a policy. Asking a stored decision again."""

from touchstone.apps.plans.services.adopting import draft, put_back, sign, take_in
from touchstone.apps.plans.services.again import ask_again
from touchstone.apps.plans.services.checking import check_method, check_rule
from touchstone.apps.plans.services.policies import enter_policy

__all__ = ["ask_again", "check_method", "check_rule", "draft", "enter_policy", "put_back", "sign", "take_in"]
