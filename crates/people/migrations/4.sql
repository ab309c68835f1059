-- Whose posts an account holds is asked at every request, of all schools: without an index of its own it reads every student.
DROP INDEX student_post_account;
CREATE INDEX student_post_account ON student_post (account_id);
-- The sessions of a post that ends.
CREATE INDEX session_post ON session (post_id);
