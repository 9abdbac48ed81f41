#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]
use executor::session::*;
use executor::target::Target;
use planner_core::provider::Provider;
use std::path::Path;
use std::time::Duration;
fn t(u: &str) -> Target {
    Target::parse(Provider::Postgresql, u, Path::new("/")).unwrap()
}
#[tokio::test]
async fn pg() {
    for u in [
        "postgresql://postgres:wrongpw@localhost:54911/x",
        "postgresql://postgres:pw4live@localhost:54912/x",
        "postgresql://postgres:pw4live@localhost:54911/nosuch",
        "postgresql://postgres:pw4live@nohost.invalid/x",
        "postgresql://postgres:pw4live@localhost:54911/x?sslmode=require",
        "postgresql://postgres:pw4live@localhost:54911,localhost:1/postgres?target_session_attrs=standby",
    ] {
        let e = Session::connect(&t(u), Access::Read, Missing::Refuse).await.unwrap_err();
        println!("--- {u}\n[{}] {e}", e.id);
    }
    let x = t(
        "postgresql://postgres:pw4live@localhost:1,localhost:54911/made?schema=we%22ird&connect_timeout=3",
    );
    let mut s = Session::connect(&x, Access::Write, Missing::Create).await.unwrap();
    println!("{} {:?}", s.target().line(), s.facts());
    s.create_missing_schema().await.unwrap();
    println!("{:?}",s.query_one("SELECT current_schema()::text, current_setting('search_path'), current_setting('TimeZone'), now()-now(), 1.5::float8, 3::int2, true, 'x'::name").await);
    println!(
        "{:?}",
        s.query_with(
            "SELECT $1, $2, $3, 4::int4, 'x'::name, 2.5::float4, $4",
            &[Param::from("a"), Param::Integer(3), Param::Boolean(true), Param::Null]
        )
        .await
    );
    s.begin().await.unwrap();
    s.execute("CREATE TABLE IF NOT EXISTS t(a int)").await.unwrap();
    s.check_transaction().await.unwrap();
    s.commit(CommitRetry::default()).await.unwrap();
    s.begin().await.unwrap();
    let e = s.execute("INSERT INTO t\n VALUES ('x', 2)").await.unwrap_err();
    println!("{e} {:?}", e.database_code);
    println!("{}", s.commit(CommitRetry::default()).await.unwrap_err());
    s.rollback().await.unwrap();
    s.begin().await.unwrap();
    s.execute("COMMIT").await.unwrap();
    println!("{}", s.check_transaction().await.unwrap_err());
    s.rollback().await.ok();
    let l = s.lock(Wait::No, "migrate deploy", &mut |_, _| {}).await.unwrap();
    let mut s2 = Session::connect(&x, Access::Write, Missing::Create).await.unwrap();
    println!(
        "{}",
        s2.lock(Wait::For(Duration::from_millis(300)), "x", &mut |h, d| println!("{h:?} {d:?}"))
            .await
            .unwrap_err()
    );
    s.unlock(l).await.unwrap();
    let l2 = s2.lock(Wait::No, "x", &mut |_, _| {}).await.unwrap();
    drop(s2);
    tokio::time::sleep(Duration::from_millis(100)).await;
    let l3 = s.lock(Wait::No, "x", &mut |_, _| {}).await.unwrap();
    let c = s.canceller().await.unwrap();
    let (r, k) = tokio::join!(s.query("SELECT pg_sleep(5)"), async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        c.cancel().await
    });
    k.unwrap();
    println!("{}", r.unwrap_err());
    let mut r = Session::connect(&x, Access::Read, Missing::Refuse).await.unwrap();
    println!("{}", r.execute("CREATE TABLE zz(a int)").await.unwrap_err());
    let _ = (l2, l3);
    println!("{}", r.query("SELECT pg_terminate_backend(pg_backend_pid())").await.unwrap_err());
}
