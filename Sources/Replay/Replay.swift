// The loop: a trace and a plan to results.
