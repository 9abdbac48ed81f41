-- Move b.t to the default schema
ALTER INDEX "b"."t_pkey" RENAME TO "t_pkey_moving";
ALTER TABLE "b"."t" RENAME TO "t_moving";
DO $$
BEGIN
    EXECUTE format('ALTER TABLE "b"."t_moving" SET SCHEMA %I', current_schema());
END
$$;

-- Move a.t to b
ALTER TABLE "a"."t" SET SCHEMA "b";

-- Move t to a
ALTER TABLE "t" SET SCHEMA "a";

-- Rename table t_moving to t
ALTER TABLE "t_moving" RENAME TO "t";

-- Rename primary key t_pkey_moving to t_pkey
ALTER INDEX "t_pkey_moving" RENAME TO "t_pkey";
