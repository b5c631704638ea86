// What PostgreSQL adds to the contract: rights, and a server that goes away.
#include <atomic>
#include <chrono>
#include <thread>

#include "engine/cohort/store.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/class_store.hpp"
#include "tests/support/holds.hpp"

using namespace collimate;
using namespace collimate::cohort;
using namespace collimate::test;

namespace {

const Programme foreign = {.id = id_number<ProgrammeId>(2), .name = "Sonography"};

}  // namespace

TEST_CASE("rights in a class store on PostgreSQL") {
    if (!PostgresServer::programs()) {
        WARN("skipped: no PostgreSQL server is installed");
        return;
    }
    PostgresServer server;
    const std::string address = server.new_database();
    const std::string database = PostgresServer::name_in(address);
    const auto admin = with_classes(open_store(address, IfAbsent::create));
    append_one(*admin, package_batch(1, 1));
    server.sql(database, "CREATE ROLE bob LOGIN");
    const std::string bob = server.database(database, "bob");
    const std::string partition = "collimate.response_" + hex_of(a_programme.id);
    const auto as_bob = [&](const std::string& statement) { return server.sql(database, statement, "bob"); };
    CHECK(server.sql(database, "SELECT count(*) FROM " + partition) == "3");

    SECTION("a login that nobody has let in is told what to ask for") {
        try {
            (void)open_store(bob, IfAbsent::create);
            FAIL("opened");
        } catch (const Refused& refused) {
            CHECK(holds(refused.what(), "share_programme"));
        }
        CHECK(holds(as_bob("SELECT * FROM collimate.roster"), "permission denied"));
    }
    SECTION("a colleague sees the programme shared with them, and no other") {
        admin->put(foreign);
        server.sql(database, "SELECT collimate.share_programme('" + hex_of(a_programme.id) + "', 'bob')");
        const auto his = open_store(bob, IfAbsent::refuse);
        REQUIRE(his->programmes() == std::vector<Programme>{a_programme});
        CHECK(append_one(*his, package_batch(1, 2)).new_answers == 3);
        CHECK_THROWS_AS(his->roll(foreign.id), Refused);
        CHECK(his->programmes().size() == 1);
        Batch sneaked = package_batch(1, 1);
        CHECK_THROWS_AS(his->append(foreign.id, std::span(&sneaked, 1)), Refused);
        CHECK_THROWS_AS(his->forget(foreign.id, candidate(1), 1), Refused);
    }
    SECTION(
        "nobody but the owner reads a partition by its own name, changes what was done, or erases without a trace") {
        server.sql(database, "SELECT collimate.share_programme('" + hex_of(a_programme.id) + "', 'bob')");
        CHECK(as_bob("SELECT count(*) FROM collimate.response") == "3");
        CHECK(holds(as_bob("SELECT count(*) FROM " + partition), "permission denied"));
        CHECK(holds(as_bob("UPDATE collimate.response SET correct = true"), "permission denied"));
        CHECK(holds(as_bob("DELETE FROM collimate.response"), "permission denied"));
        CHECK(holds(as_bob("DELETE FROM collimate.disclosure"), "permission denied"));
        CHECK(holds(as_bob("SELECT collimate.erase_candidate('" + hex_of(a_programme.id) + "', '" +
                           hex_of(candidate(1)) + "')"),
                    "under a tombstone only"));
        CHECK(holds(as_bob("INSERT INTO collimate.access VALUES ('" + hex_of(foreign.id) + "', 'bob')"),
                    "permission denied"));
    }
    SECTION("every table has row security, partitions included, and a key that begins with the programme") {
        admin->put(foreign);
        CHECK(server.sql(database,
                         "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                         "WHERE n.nspname = 'collimate' AND c.relkind IN ('r', 'p') AND NOT c.relrowsecurity "
                         "AND c.relname NOT IN ('format', 'access')") == "0");
        CHECK(server.sql(database,
                         "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                         "WHERE n.nspname = 'collimate' AND c.relispartition AND c.relkind = 'r' "
                         "AND has_table_privilege('collimate_instructor', c.oid, 'SELECT')") == "0");
        CHECK(server.sql(database,
                         "SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid "
                         "JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND "
                         "a.attnum = i.indkey[0] WHERE n.nspname = 'collimate' AND i.indisprimary AND "
                         "a.attname <> 'programme_id'") == "0");
    }
}

TEST_CASE("a PostgreSQL server that goes away during an import") {
    if (!PostgresServer::programs()) {
        WARN("skipped: no PostgreSQL server is installed");
        return;
    }
    PostgresServer server;
    const std::string address = server.new_database();
    const std::string database = PostgresServer::name_in(address);
    const auto store = with_classes(open_store(address, IfAbsent::create));

    SECTION("ends connections: everything acknowledged is stored, once") {
        std::atomic<bool> done = false;
        int killed = 0;
        std::thread killer([&] {
            while (!done) {
                killed += std::stoi("0" + server.sql("postgres",
                                                     "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                                                     "WHERE application_name = 'collimate'"));
                std::this_thread::sleep_for(std::chrono::milliseconds(30));
            }
        });
        int refused = 0;
        std::string fault;
        try {
            for (int sequence = 1; sequence <= 200; ++sequence)
                refused += append_one(*store, package_batch(1, sequence, 20)).standing == BatchStanding::refused;
        } catch (const std::exception& error) {
            fault = error.what();
        }
        done = true;
        killer.join();
        CHECK(fault.empty());
        CHECK(killed > 0);
        CHECK(refused == 0);
        CHECK(store->batch_of(a_programme.id, candidate(1)).answers.size() == 4000);
    }
    SECTION("crashes and comes back: the import waits and goes on") {
        CHECK(append_one(*store, package_batch(1, 1)).new_answers == 3);
        server.crash();
        std::thread starter([&] { server.start(); });
        CHECK(append_one(*store, package_batch(1, 2)).standing != BatchStanding::refused);
        starter.join();
        CHECK(responses_in(*store, {.programme = a_programme.id}).size() == 6);
    }
    SECTION("stays away: said in words, and nothing of that call is stored") {
        append_one(*store, package_batch(1, 1));
        server.crash();
        try {
            append_one(*store, package_batch(1, 2));
            FAIL("stored");
        } catch (const WorldFailed& failed) {
            CHECK(holds(failed.what(), "127.0.0.1"));
        }
        server.start();
        CHECK(store->batch_of(a_programme.id, candidate(1)).answers.size() == 3);
        CHECK(append_one(*store, package_batch(1, 2)).new_answers == 3);
    }
}
