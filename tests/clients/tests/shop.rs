//! The client of the shop on real servers: what each function did is read back by plain SQL.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use comon_clients::shop::category::{Category, CategoryById, CreateCategory, UpdateCategory};
use comon_clients::shop::customer::{CreateCustomer, Customer, CustomerByEmail, UpdateCustomer};
use comon_clients::shop::enums::OrderStatus;
use comon_clients::shop::order::{CreateOrder, Order, OrderById, UpdateOrder};
use comon_clients::shop::order_item::{
    CreateOrderItem, OrderItem, OrderItemByOrderIdAndProductId, UpdateOrderItem,
};
use comon_clients::shop::product::{CreateProduct, Product, ProductById};
use comon_clients::shop::{Cursor, Error};
use comon_tests::database::Place;
use comon_tests::server;
use sqlx::PgPool;

fn with_shop(test: impl AsyncFn(&PgPool)) {
    for server in server::tested() {
        let database = support::database(Place::Postgres(server), "examples/shop/schema.prisma");
        support::run(async {
            let pool = PgPool::connect(&database.url()).await.unwrap();
            test(&pool).await;
            pool.close().await;
        });
    }
}

async fn text(pool: &PgPool, sql: &'static str) -> String {
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
}

async fn order_of_two(pool: &PgPool) -> Order {
    let customer = Customer::create(pool, &CreateCustomer::new("a@x", "Ada")).await.unwrap();
    let products =
        ["9.99", "0.01"].map(|price| CreateProduct::new(price, "t", price.parse().unwrap()));
    assert_eq!(Product::create_many(pool, &products).await.unwrap(), 2);
    let order = Order::create(pool, &CreateOrder::new(customer.id)).await.unwrap();
    let items =
        [1, 2].map(|product| CreateOrderItem::new(order.id, product, "5.00".parse().unwrap()));
    assert_eq!(OrderItem::create_many(pool, &items).await.unwrap(), 2);
    order
}

#[test]
fn enums_decimals_and_defaults_go_both_ways() {
    with_shop(async |pool| {
        let order = order_of_two(pool).await;
        assert_eq!(order.status, OrderStatus::Pending);
        let shipped = UpdateOrder { status: Some(OrderStatus::Shipped), ..Default::default() };
        let order = Order::update(pool, &OrderById { id: order.id }, &shipped).await.unwrap();
        assert_eq!(order.status, OrderStatus::Shipped);
        assert_eq!(text(pool, "SELECT status::text FROM orders").await, "shipped");
        let product = Product::find(pool, &ProductById { id: 1 }).await.unwrap().unwrap();
        assert_eq!(product.price.to_string(), "9.99");
        let item = OrderItemByOrderIdAndProductId { order_id: order.id, product_id: 2 };
        let item = OrderItem::find(pool, &item).await.unwrap().unwrap();
        assert_eq!((item.quantity, item.unit_price.to_string()), (1, "5.00".to_owned()));
        // The enum in a statement of one's own.
        let by_hand = "SELECT count(*) FROM orders WHERE status = $1";
        let count: i64 =
            sqlx::query_scalar(by_hand).bind(OrderStatus::Shipped).fetch_one(pool).await.unwrap();
        assert_eq!(count, 1);
    });
}

#[test]
fn compound_keys_find_list_change_and_take_out() {
    with_shop(async |pool| {
        let order = order_of_two(pool).await;
        let first = OrderItem::list::<OrderItemByOrderIdAndProductId>(pool, None, 1).await.unwrap();
        assert_eq!((first.len(), first[0].product_id), (1, 1));
        let after = OrderItemByOrderIdAndProductId::of(&first[0]);
        let rest = OrderItem::list(pool, Some(&after), 10).await.unwrap();
        assert_eq!((rest.len(), rest[0].product_id), (1, 2));
        let more = UpdateOrderItem { quantity: Some(7), ..Default::default() };
        let changed = OrderItem::update(pool, &after, &more).await.unwrap();
        assert_eq!(changed.quantity, 7);
        let again = CreateOrderItem::new(order.id, 1, "1".parse().unwrap());
        let item =
            OrderItem::upsert::<OrderItemByOrderIdAndProductId>(pool, &again, &more).await.unwrap();
        assert_eq!((item.quantity, item.unit_price.to_string()), (7, "5.00".to_owned()));
        OrderItem::delete(pool, &after).await.unwrap();
        assert_eq!(OrderItem::count(pool).await.unwrap(), 1);
    });
}

#[test]
fn constraints_are_named_exactly() {
    with_shop(async |pool| {
        order_of_two(pool).await;
        match Customer::create(pool, &CreateCustomer::new("a@x", "Eve")).await {
            Err(Error::UniqueViolation(unique)) => {
                assert_eq!((unique.model, unique.fields), ("Customer", &["email"][..]));
            }
            other => panic!("{other:?}"),
        }
        match OrderItem::create(pool, &CreateOrderItem::new(1, 9, "1".parse().unwrap())).await {
            Err(Error::ForeignKeyViolation(keys)) => {
                assert_eq!((keys.len(), keys[0].fields), (1, &["productId"][..]));
            }
            other => panic!("{other:?}"),
        }
        // Somebody still refers to the row that goes.
        match Product::delete(pool, &ProductById { id: 1 }).await {
            Err(Error::ForeignKeyViolation(keys)) => {
                assert_eq!((keys[0].model, keys[0].references), ("OrderItem", "Product"));
            }
            other => panic!("{other:?}"),
        }
        let renamed = UpdateCustomer { email: Some("b@x".into()), ..Default::default() };
        let by = CustomerByEmail { email: "a@x".into() };
        let customer = Customer::update(pool, &by, &renamed).await.unwrap();
        assert_eq!(customer.full_name, "Ada");
    });
}

#[test]
fn a_tree_refers_to_itself_and_forgets() {
    with_shop(async |pool| {
        let root = Category::create(pool, &CreateCategory::new("root")).await.unwrap();
        let leaf = CreateCategory { parent_id: Some(root.id), ..CreateCategory::new("leaf") };
        let leaf = Category::create(pool, &leaf).await.unwrap();
        assert_eq!(leaf.parent_id, Some(root.id));
        Category::delete(pool, &CategoryById { id: root.id }).await.unwrap();
        let leaf = Category::find(pool, &CategoryById { id: leaf.id }).await.unwrap().unwrap();
        assert_eq!(leaf.parent_id, None);
        let away = UpdateCategory { parent_id: Some(Some(77)), ..Default::default() };
        let lost = Category::update(pool, &CategoryById { id: leaf.id }, &away).await;
        assert!(matches!(lost, Err(Error::ForeignKeyViolation(_))), "{lost:?}");
    });
}
