#include "engine/record/review_csv.hpp"

#include "engine/base/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;

namespace {

ReviewTable table_of(const std::string& text) {
    const TempFolder folder;
    write_bytes(folder / "log.csv", text);
    return read_review_csv(folder / "log.csv");
}

/// What it is refused with; empty where it is taken.
std::string refusal_of(const std::string& text) {
    try {
        (void)table_of(text);
    } catch (const Refused& refused) {
        return refused.what();
    }
    return {};
}

constexpr const char* header = "card_id,review_time_unix,rating,elapsed_days\n";

}  // namespace

TEST_CASE("review log as CSV") {
    SECTION("is read in the order of the file") {
        const ReviewTable table = table_of(std::string(header) + "a,100,3,0\nb,200,1,\na,86500,4,1\n");
        REQUIRE(table.reviews.size() == 3);
        CHECK(table.cards == 2);
        CHECK(table.reviews[2].card == 0);
        CHECK(table.reviews[2].time_s == 86500);
        CHECK(table.reviews[2].elapsed_days == 1.0F);
        CHECK(table.reviews[2].rating == Rating::easy);
        CHECK(table.areas.empty());
    }
    SECTION("takes columns in any order, quotes, areas, carriage returns and a byte order mark") {
        const ReviewTable table = table_of(
            "\xEF\xBB\xBFrating,area,note,elapsed_days,card_id,review_time_unix\r\n"
            "3,\"Safety, \"\"MR\"\"\",x,-1,7,5\r\n2,Physics,,-1,8,6\r\n1,Physics,,2,7,9\r\n");
        CHECK(table.areas == std::vector<std::string>{"Safety, \"MR\"", "Physics"});
        CHECK(table.area_of_card == std::vector<std::uint32_t>{0, 1});
        CHECK(table.reviews[2].elapsed_days == 2.0F);
    }
    SECTION("with a header alone is an empty log") { CHECK(table_of(header).reviews.empty()); }
    SECTION("is refused with the line and what to do") {
        const std::pair<std::string, std::string> faults[] = {
            {"", "is empty"},
            {"card,time\n", "log.csv:1: there is no column card_id"},
            {std::string(header) + "a,1,3,0\na,2,5,1\n", "log.csv:3: rating is not"},
            {std::string(header) + "a,1,0,0\n", "rating is not"},
            {std::string(header) + "a,x,3,0\n", "review_time_unix is no whole number"},
            {std::string(header) + "a,1,3\n", "3 fields instead of 4"},
            {std::string(header) + "a,1,3,0,9\n", "5 fields instead of 4"},
            {std::string(header) + ",1,3,0\n", "card_id is empty"},
            {std::string(header) + "a,1,3,nan\n", "elapsed_days is no number"},
            {std::string(header) + "a,1,3,inf\n", "elapsed_days is no number"},
            {std::string(header) + "a,1,3,-3\n", "elapsed_days is no number"},
            {std::string(header) + "a,1,3,1e30\n", "elapsed_days is no number"},
            {std::string(header) + "\"a,1,3,0\n", "a quote is out of place"},
            {std::string(header) + "a,1,3,\na,2,3,\n", "log.csv:3: no elapsed_days for a later review"},
            {std::string(header) + "a,1,3,0\na,2,3,\n", "log.csv:3: no elapsed_days on a review"},
            {std::string(header) + std::string(70'000, 'a'), "the line is too long"},
            {std::string("\x00\x01\xFF\x7F garbage", 12), "there is no column"},
        };
        for (const auto& [text, words] : faults) {
            INFO(words << " in " << refusal_of(text));
            CHECK(refusal_of(text).find(words) != std::string::npos);
        }
    }
    SECTION("that is not there is the world's fault") {
        CHECK_THROWS_AS(read_review_csv("/no/such/log.csv"), WorldFailed);
        CHECK_THROWS_AS(read_review_csv("/tmp"), WorldFailed);
    }
}
