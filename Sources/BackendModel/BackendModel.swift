// Chips, models and placements lowered to a plan.
