"""What people allow the office to do again with what they said: given, withdrawn, in force."""
