-- Move Person to shop
ALTER TABLE "Person" SET SCHEMA "shop";

-- Move Tag to shop
ALTER TABLE "Tag" SET SCHEMA "shop";

-- Move _friends to shop
ALTER TABLE "_friends" SET SCHEMA "shop";

-- Move _labels to shop
ALTER TABLE "_labels" SET SCHEMA "shop";
