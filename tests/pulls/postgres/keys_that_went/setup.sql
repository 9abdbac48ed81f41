CREATE TABLE users (id int NOT NULL, email text UNIQUE, "teamId" bigint);
CREATE TABLE teams (id int PRIMARY KEY);
ALTER TABLE users ADD CONSTRAINT "users_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES teams ON DELETE SET NULL ON UPDATE CASCADE;
CREATE TABLE posts (id int PRIMARY KEY, author text REFERENCES users (email) ON DELETE SET NULL ON UPDATE CASCADE);
CREATE TABLE odd (id interval PRIMARY KEY, twice int, UNIQUE (twice));
CREATE TABLE refers (id int PRIMARY KEY, twice int REFERENCES odd (twice), odd interval REFERENCES odd,
  CONSTRAINT again FOREIGN KEY (twice) REFERENCES odd (twice));
