CREATE TYPE "Role" AS ENUM ('user', 'guest', 'admin');
CREATE TYPE "Colour" AS ENUM ('red', 'blue');
CREATE TABLE users (
  id serial PRIMARY KEY,
  email varchar(200) NOT NULL,
  full_name text,
  role "Role" NOT NULL DEFAULT 'guest',
  token text NOT NULL,
  seen_at timestamptz(3) NOT NULL,
  age bigint,
  favourite "Colour",
  invited_by int REFERENCES users ON DELETE CASCADE
);
CREATE UNIQUE INDEX users_email_unique ON users (email);
CREATE INDEX users_full_name_age_idx ON users (full_name, age DESC);
CREATE TABLE posts (id text PRIMARY KEY, author_id int REFERENCES users (id) ON DELETE SET NULL ON UPDATE CASCADE, slug text NOT NULL);
CREATE TABLE comments (id serial PRIMARY KEY, post_id text NOT NULL REFERENCES posts ON DELETE CASCADE ON UPDATE CASCADE, body text NOT NULL DEFAULT '');
