"""Replace, prove, remove, clean, look again: plans and the state machine of each host. Knows no wire and no disk."""

from excise.campaign.folding import apply, fold
from excise.campaign.plan import Recipes, plan_digest, plan_waves, read_plan, write_plan
from excise.campaign.presence import judge_presence
from excise.campaign.recipes import parse_recipe, parse_sources, take_over
from excise.campaign.runner import advance
from excise.campaign.states import next_steps
from excise.campaign.timeline import read_timeline

__all__ = [
    "Recipes",
    "advance",
    "apply",
    "fold",
    "judge_presence",
    "next_steps",
    "parse_recipe",
    "parse_sources",
    "plan_digest",
    "plan_waves",
    "read_plan",
    "read_timeline",
    "take_over",
    "write_plan",
]
