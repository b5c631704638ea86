#pragma once

namespace collimate::cohort {

/// The tables of the class store on PostgreSQL, run once by someone who may create roles and a schema.
///
/// Every table begins with programme_id and has it in its key, so that the tables can be spread over several servers by
/// it (Citus: create_distributed_table(..., 'programme_id'); `format` and `access` as reference tables). What grows is
/// partitioned by it. A policy on a partitioned table does not protect a partition asked for by its own name, so each
/// partition has the policy as well, and nobody but the owner has any right on it.
inline constexpr const char* postgres_schema = R"(
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'collimate_owner') THEN
    CREATE ROLE collimate_owner NOLOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'collimate_instructor') THEN
    CREATE ROLE collimate_instructor NOLOGIN;
  END IF;
END $$;
GRANT collimate_owner TO CURRENT_USER;
GRANT collimate_instructor TO CURRENT_USER;
GRANT collimate_instructor TO collimate_owner WITH ADMIN OPTION;
CREATE SCHEMA collimate AUTHORIZATION collimate_owner;
SET LOCAL ROLE collimate_owner;
SET LOCAL search_path = collimate, pg_temp;

CREATE TABLE format (version integer NOT NULL);
INSERT INTO format VALUES (1);

CREATE TABLE access (
  programme_id uuid NOT NULL,
  login name NOT NULL,
  PRIMARY KEY (programme_id, login)
);
COMMENT ON TABLE access IS 'which login may see which programme';

CREATE TABLE programme (
  programme_id uuid PRIMARY KEY,
  name text NOT NULL
);
CREATE TABLE cohort (
  programme_id uuid NOT NULL REFERENCES programme,
  cohort_id uuid NOT NULL,
  name text NOT NULL,
  code text NOT NULL,
  exam text NOT NULL,
  exam_day integer,
  completed integer,
  PRIMARY KEY (programme_id, cohort_id),
  UNIQUE (programme_id, code)
);
COMMENT ON COLUMN cohort.code IS 'candidates enroll by it';
COMMENT ON COLUMN cohort.exam_day IS 'days since 1970; the day forecasts are made for';
COMMENT ON COLUMN cohort.completed IS 'days since 1970; end of the programme';
CREATE TABLE class_group (
  programme_id uuid NOT NULL,
  group_id uuid NOT NULL,
  cohort_id uuid NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (programme_id, group_id),
  FOREIGN KEY (programme_id, cohort_id) REFERENCES cohort
);
CREATE TABLE candidate (
  programme_id uuid NOT NULL,
  candidate_id uuid NOT NULL,
  PRIMARY KEY (programme_id, candidate_id)
);
CREATE TABLE roster (
  programme_id uuid NOT NULL,
  candidate_id uuid NOT NULL,
  name text NOT NULL,
  number text NOT NULL,
  PRIMARY KEY (programme_id, candidate_id)
);
COMMENT ON TABLE roster IS 'the only place for names';
CREATE TABLE enrolment (
  programme_id uuid NOT NULL,
  candidate_id uuid NOT NULL,
  cohort_id uuid NOT NULL,
  since_ms bigint NOT NULL,
  completed integer,
  PRIMARY KEY (programme_id, candidate_id, cohort_id),
  FOREIGN KEY (programme_id, cohort_id) REFERENCES cohort
);
CREATE TABLE membership (
  programme_id uuid NOT NULL,
  candidate_id uuid NOT NULL,
  group_id uuid NOT NULL,
  PRIMARY KEY (programme_id, candidate_id, group_id),
  FOREIGN KEY (programme_id, group_id) REFERENCES class_group
);
CREATE TABLE outcome (
  programme_id uuid NOT NULL,
  candidate_id uuid NOT NULL,
  credential text NOT NULL,
  day integer NOT NULL,
  passed boolean NOT NULL,
  first_attempt boolean NOT NULL,
  scaled double precision,
  PRIMARY KEY (programme_id, candidate_id, credential, day)
);
CREATE TABLE assignment (
  programme_id uuid NOT NULL,
  assignment_id uuid NOT NULL,
  cohort_id uuid NOT NULL,
  title text NOT NULL,
  exam text NOT NULL,
  items text NOT NULL,
  areas text NOT NULL,
  given integer NOT NULL,
  due integer,
  PRIMARY KEY (programme_id, assignment_id),
  FOREIGN KEY (programme_id, cohort_id) REFERENCES cohort
);
CREATE TABLE tombstone (
  programme_id uuid NOT NULL,
  candidate_id uuid NOT NULL,
  at_ms bigint NOT NULL,
  PRIMARY KEY (programme_id, candidate_id)
);
COMMENT ON TABLE tombstone IS 'candidates deleted; nothing of theirs is taken in again';
CREATE TABLE disclosure (
  programme_id uuid NOT NULL,
  disclosure_id uuid NOT NULL,
  at_ms bigint NOT NULL,
  kind integer NOT NULL,
  candidate_id uuid,
  party text NOT NULL,
  purpose text NOT NULL,
  PRIMARY KEY (programme_id, disclosure_id)
);
COMMENT ON COLUMN disclosure.kind IS '0 asked for by the candidate, 1 given to the candidate, 2 given to others';

CREATE TABLE link (
  programme_id uuid NOT NULL,
  candidate_id uuid NOT NULL,
  device_id uuid NOT NULL,
  sequence bigint NOT NULL,
  previous bytea NOT NULL,
  own bytea NOT NULL,
  made_ms bigint NOT NULL,
  PRIMARY KEY (programme_id, candidate_id, device_id, sequence)
) PARTITION BY LIST (programme_id);
CREATE TABLE response (
  programme_id uuid NOT NULL,
  candidate_id uuid NOT NULL,
  answer_id uuid NOT NULL,
  sitting_id uuid,
  exam text NOT NULL,
  item text NOT NULL,
  revision integer NOT NULL,
  area text NOT NULL,
  difficulty double precision NOT NULL,
  chance double precision NOT NULL,
  fresh boolean NOT NULL,
  letters text NOT NULL,
  correct boolean NOT NULL,
  elapsed_ms bigint NOT NULL,
  at_ms bigint NOT NULL,
  day integer NOT NULL,
  PRIMARY KEY (programme_id, candidate_id, answer_id)
) PARTITION BY LIST (programme_id);
CREATE TABLE verdict (
  programme_id uuid NOT NULL,
  candidate_id uuid NOT NULL,
  answer_id uuid NOT NULL,
  place bigint NOT NULL,
  revision integer NOT NULL,
  difficulty double precision NOT NULL,
  chance double precision NOT NULL,
  correct boolean NOT NULL,
  PRIMARY KEY (programme_id, candidate_id, answer_id, place)
) PARTITION BY LIST (programme_id);
CREATE TABLE sitting (
  programme_id uuid NOT NULL,
  candidate_id uuid NOT NULL,
  sitting_id uuid NOT NULL,
  exam text NOT NULL,
  kind text NOT NULL,
  at_ms bigint NOT NULL,
  day integer NOT NULL,
  bank text NOT NULL,
  settings text NOT NULL,
  PRIMARY KEY (programme_id, candidate_id, sitting_id)
) PARTITION BY LIST (programme_id);
CREATE TABLE sitting_end (
  programme_id uuid NOT NULL,
  candidate_id uuid NOT NULL,
  sitting_id uuid NOT NULL,
  at_ms bigint NOT NULL,
  ended_by text,
  remaining_ms bigint,
  PRIMARY KEY (programme_id, candidate_id, sitting_id)
) PARTITION BY LIST (programme_id);

CREATE FUNCTION my_programmes() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = collimate, pg_temp
  AS 'SELECT programme_id FROM access WHERE login = session_user';

CREATE FUNCTION check_mine(programme uuid) RETURNS void
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = collimate, pg_temp AS $$
BEGIN
  IF programme NOT IN (SELECT my_programmes()) THEN
    RAISE insufficient_privilege USING MESSAGE = 'the programme is not yours';
  END IF;
END $$;

CREATE FUNCTION protect(protected regclass) RETURNS void
  LANGUAGE plpgsql SET search_path = collimate, pg_temp AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', protected);
  EXECUTE format('CREATE POLICY mine ON %s USING (programme_id IN (SELECT collimate.my_programmes()))', protected);
END $$;

CREATE FUNCTION add_programme(programme uuid, title text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = collimate, pg_temp AS $$
DECLARE
  parent text;
  part text;
BEGIN
  INSERT INTO programme VALUES (programme, title);
  INSERT INTO access VALUES (programme, session_user);
  FOREACH parent IN ARRAY ARRAY['link', 'response', 'verdict', 'sitting', 'sitting_end'] LOOP
    part := parent || '_' || replace(programme::text, '-', '');
    EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES IN (%L)', part, parent, programme);
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC, collimate_instructor', part);
    PERFORM protect(part::regclass);
  END LOOP;
END $$;

CREATE FUNCTION share_programme(programme uuid, colleague name) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = collimate, pg_temp AS $$
BEGIN
  PERFORM check_mine(programme);
  EXECUTE format('GRANT collimate_instructor TO %I', colleague);
  INSERT INTO access VALUES (programme, colleague) ON CONFLICT DO NOTHING;
END $$;
COMMENT ON FUNCTION share_programme IS 'lets another login of this database work in a programme that is yours';

CREATE FUNCTION erase_candidate(programme uuid, gone uuid) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = collimate, pg_temp AS $$
DECLARE
  each text;
BEGIN
  PERFORM check_mine(programme);
  IF NOT EXISTS (SELECT FROM tombstone WHERE programme_id = programme AND candidate_id = gone) THEN
    RAISE insufficient_privilege USING MESSAGE = 'rows are erased under a tombstone only';
  END IF;
  FOREACH each IN ARRAY ARRAY['candidate', 'roster', 'enrolment', 'membership', 'outcome', 'link', 'response',
                              'verdict', 'sitting', 'sitting_end'] LOOP
    EXECUTE format('DELETE FROM %I WHERE programme_id = $1 AND candidate_id = $2', each) USING programme, gone;
  END LOOP;
END $$;

DO $$
DECLARE
  each text;
BEGIN
  FOREACH each IN ARRAY ARRAY['programme', 'cohort', 'class_group', 'candidate', 'roster', 'enrolment', 'membership',
                              'outcome', 'assignment', 'tombstone', 'disclosure', 'link', 'response', 'verdict',
                              'sitting', 'sitting_end'] LOOP
    PERFORM collimate.protect(('collimate.' || each)::regclass);
  END LOOP;
END $$;

REVOKE ALL ON ALL TABLES IN SCHEMA collimate FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA collimate FROM PUBLIC;
GRANT USAGE ON SCHEMA collimate TO collimate_instructor;
GRANT SELECT ON format TO collimate_instructor;
GRANT SELECT, UPDATE ON programme TO collimate_instructor;
GRANT SELECT, INSERT, UPDATE, DELETE ON cohort, class_group, roster, enrolment, membership, outcome, assignment
  TO collimate_instructor;
GRANT SELECT, INSERT ON candidate, tombstone, disclosure, link, response, verdict, sitting, sitting_end
  TO collimate_instructor;
GRANT EXECUTE ON FUNCTION my_programmes(), add_programme(uuid, text), share_programme(uuid, name),
  erase_candidate(uuid, uuid) TO collimate_instructor;
)";

}  // namespace collimate::cohort
