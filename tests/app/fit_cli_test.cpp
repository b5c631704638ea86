#include <nlohmann/json.hpp>

#include "engine/base/json_text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/cli.hpp"
#include "tests/support/review_simulator.hpp"

using namespace collimate;
using namespace collimate::test;
using nlohmann::json;

namespace {

/// A log of `count` reviews in areas that are forgotten alike.
std::string simulated_csv(std::size_t count) {
    Random random(2);
    std::string text = "card_id,review_time_unix,rating,elapsed_days,area\n";
    for (const Review& review : ReviewSimulator(someone(random), 3).reviews(count))
        text += "c" + std::to_string(review.card) + "," + std::to_string(review.time_s) + "," +
                std::to_string(static_cast<int>(review.rating)) + "," +
                std::to_string(static_cast<int>(review.elapsed_days)) +
                (review.card % 2 == 0 ? ",Physics\n" : ",Safety\n");
    return text;
}

}  // namespace

TEST_CASE("fit command") {
    const TempFolder folder;
    const std::string log = (folder / "log.csv").string();
    SECTION("prints parameters and losses as JSON") {
        write_bytes(log, simulated_csv(6000));
        const CliRun run = run_cli(folder, "fit " + log + " --train-fraction 0.7 --json");
        INFO(run.err);
        REQUIRE(run.code == 0);
        const json fit = parse_json(run.out);
        CHECK(fit["parameters"].size() == 21);
        CHECK(fit["fitted"] == true);
        CHECK(fit["log_loss_test"] < fit["log_loss_test_defaults"]);
        CHECK(fit["log_loss_train"] < fit["log_loss_train_defaults"]);
        CHECK(fit["seconds"] > 0.0);
        CHECK(fit["reviews_train"] > fit["reviews_test"]);
    }
    SECTION("says it in words, and claims nothing of areas that are alike") {
        write_bytes(log, simulated_csv(6000));
        const CliRun run = run_cli(folder, "fit " + log);
        CHECK(run.code == 0);
        CHECK(run.out.find("checked on the") != std::string::npos);
        CHECK(run.out.find("Not enough reviews yet to say") != std::string::npos);
    }
    SECTION("keeps the defaults where there is nothing to fit") {
        write_bytes(log, "card_id,review_time_unix,rating,elapsed_days\n");
        const CliRun run = run_cli(folder, "fit " + log);
        CHECK(run.code == 0);
        CHECK(run.out.find("The default parameters stay: too few reviews") != std::string::npos);
        const json fit = parse_json(run_cli(folder, "fit " + log + " --json").out);
        CHECK(fit["parameters"] == json(default_fsrs()));
        CHECK(fit["log_loss_test"].is_null());
    }
    SECTION("refuses garbage, a missing file, and a share that is none") {
        write_bytes(log, "no such thing\n");
        const CliRun run = run_cli(folder, "fit " + log + " --json");
        CHECK(run.code == 1);
        CHECK(run.out.empty());
        CHECK(run_cli(folder, "fit " + (folder / "none.csv").string()).code == 3);
        CHECK(run_cli(folder, "fit " + log + " --train-fraction 1.5").code == 2);
        CHECK(run_cli(folder, "fit " + log + " --train-fraction x").code == 2);
        CHECK(run_cli(folder, "fit").code == 2);
    }
}
