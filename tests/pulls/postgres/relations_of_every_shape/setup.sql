CREATE TABLE users (id int PRIMARY KEY, boss_id int REFERENCES users, email text NOT NULL UNIQUE, org int NOT NULL, nr int NOT NULL, UNIQUE (org, nr));
CREATE TABLE posts (id int PRIMARY KEY, "authorId" int NOT NULL REFERENCES users ON DELETE CASCADE ON UPDATE CASCADE, editor_id int CONSTRAINT edited_by REFERENCES users ON DELETE SET NULL, user_email text REFERENCES users (email) ON DELETE SET DEFAULT);
CREATE TABLE profiles (user_id int PRIMARY KEY REFERENCES users ON DELETE RESTRICT ON UPDATE CASCADE, "user" text);
CREATE TABLE seats (org int, nr int, UNIQUE (nr, org), FOREIGN KEY (org, nr) REFERENCES users (org, nr) MATCH FULL, id int PRIMARY KEY);
CREATE TABLE notes (id int PRIMARY KEY, profiles int, profile int REFERENCES profiles);
CREATE TABLE wide (id bigint PRIMARY KEY, "user" bigint REFERENCES users);
