"""Pure rules of the waiting room: what a unit set, when numbers are given, who comes next, how long it takes."""
