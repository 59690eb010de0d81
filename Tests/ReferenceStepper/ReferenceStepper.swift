// ReferenceStepper
