CREATE TABLE log (at timestamp, message text);
CREATE TABLE maybe (a int UNIQUE);
CREATE TABLE refers (id int PRIMARY KEY, a int REFERENCES maybe (a));
CREATE TABLE neither (a int REFERENCES maybe (a));
