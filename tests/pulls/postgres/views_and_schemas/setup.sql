CREATE SCHEMA audit;
CREATE SCHEMA hidden;
CREATE TYPE audit.level AS ENUM ('low', 'high');
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE TABLE audit.users (id int PRIMARY KEY, level audit.level, "user" int REFERENCES users);
CREATE TABLE hidden.secrets (id int PRIMARY KEY);
CREATE TABLE leaks (id int PRIMARY KEY, secret int REFERENCES hidden.secrets);
CREATE VIEW seen AS SELECT id, email, 1::bigint AS times FROM users;
CREATE VIEW audit."new view" AS SELECT level FROM audit.users;
