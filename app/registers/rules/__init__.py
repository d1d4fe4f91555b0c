"""What stands in the register and on a control slip, and how it is written into tables. Pure."""
