"""Who belongs to a partnership, and bringing people in, replacing them and letting them go.

belonging   whose memberships reach which partnership, and on which side; who can rate there
changing    the writes: bring in, replace, end; and who may give and end what
forms       what a director says of somebody new
"""
