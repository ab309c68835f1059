-- The teaching design of a school: a task is a head and a tree of nodes, the root being the task's own node (same id).
CREATE TABLE learning_task (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    owner_id uuid NOT NULL,
    course_id uuid,
    created_at bigint NOT NULL,
    changed_at bigint NOT NULL,
    changes bigint NOT NULL,
    removed_at bigint,
    PRIMARY KEY (school_id, id)
);
-- Who designs a task besides its owner.
CREATE TABLE task_editor (
    school_id bigint NOT NULL,
    task_id uuid NOT NULL,
    person_id uuid NOT NULL,
    added_by uuid NOT NULL,
    added_at bigint NOT NULL,
    PRIMARY KEY (school_id, task_id, person_id),
    FOREIGN KEY (school_id, task_id) REFERENCES learning_task (school_id, id)
);
-- One row a node. What a list sums or shows stands in columns; the node's other words, which nothing asks about, as JSON.
CREATE TABLE task_node (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    task_id uuid NOT NULL,
    parent_id uuid,
    kind text NOT NULL,
    position bigint NOT NULL,
    version bigint NOT NULL,
    title text NOT NULL,
    hours bigint,
    marks bigint,
    body text NOT NULL,
    removed_by bigint,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, task_id) REFERENCES learning_task (school_id, id),
    FOREIGN KEY (school_id, parent_id) REFERENCES task_node (school_id, id)
);
CREATE INDEX task_node_task ON task_node (school_id, task_id);
-- Every change, numbered within its task, so that it can be undone and named. Rows are added; only `undone_at` is set later.
CREATE TABLE task_change (
    school_id bigint NOT NULL,
    task_id uuid NOT NULL,
    number bigint NOT NULL,
    node_id uuid NOT NULL,
    act text NOT NULL,
    field text NOT NULL,
    value_before text NOT NULL,
    value_after text NOT NULL,
    version bigint NOT NULL,
    op uuid,
    person_id uuid NOT NULL,
    changed_at bigint NOT NULL,
    undone_at bigint,
    PRIMARY KEY (school_id, task_id, number),
    FOREIGN KEY (school_id, task_id) REFERENCES learning_task (school_id, id)
);
CREATE INDEX task_change_node ON task_change (school_id, node_id, field);
CREATE INDEX task_change_op ON task_change (school_id, op);
-- A frozen task: what classes run on. Rows are added and never change.
CREATE TABLE learning_task_version (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    task_id uuid NOT NULL,
    number bigint NOT NULL,
    graph text NOT NULL,
    hash bytea NOT NULL,
    frozen_at bigint NOT NULL,
    frozen_by uuid NOT NULL,
    PRIMARY KEY (school_id, id),
    UNIQUE (school_id, task_id, number),
    FOREIGN KEY (school_id, task_id) REFERENCES learning_task (school_id, id)
);
