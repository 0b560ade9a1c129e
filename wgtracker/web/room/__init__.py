"""The operator's desk: the acts of the Chair, carried out by an officer of the Secretariat."""
