# Names
people-name-empty = Enter the name
people-name-long = A name has at most { $most } characters
people-name-character = “{ $character }” cannot stand in a name
people-name-reading = “{ $value }” is not pinyin: separate the syllables by spaces, for example shan xiao hong

# Posts
people-role-national-officer = National officer
people-role-provincial-officer = Provincial officer
people-role-city-officer = City officer
people-role-school-leader = School leader
people-role-party-organisation = Party organisation
people-role-academic-affairs = Academic affairs
people-role-major-leader = Major leader
people-role-teacher = Teacher
people-role-class-teacher = Class teacher
people-role-student = Student
people-role-enterprise-mentor = Enterprise mentor
people-role-system-admin = System administrator
people-role-security-admin = Security administrator
people-role-audit-admin = Audit administrator
people-post-exclusive = System, security and audit administrator must be three persons; this person already holds one of these posts

# Passwords and one-time codes
people-password-short = A password has at least { $least } characters
people-password-long = A password has at most { $most } characters
people-password-kinds = Use at least three of: small letters, capitals, digits, other characters
people-password-common = This password is too common; choose another
people-password-own = A password must not contain your sign-in name, phone or name
people-code-shape = The code is 8 letters and digits; compare it with the slip
people-code-first-sign-in = First sign-in
people-code-reset = Password reset
people-code-invitation = Mentor’s invitation
people-code-first-start = First start
