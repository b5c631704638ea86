#include "engine/base/json_text.hpp"

#include <nlohmann/json.hpp>

#include "engine/base/error.hpp"
#include "tests/support/catch.hpp"

using namespace collimate;

TEST_CASE("JSON as text") {
    SECTION("is one line, or indented, and reads back") {
        const nlohmann::json value = {{"exam", "ct"}, {"items", {1, 2}}};
        CHECK(json_text(value) == R"({"exam":"ct","items":[1,2]})");
        CHECK(json_text(value, 1) == "{\n \"exam\": \"ct\",\n \"items\": [\n  1,\n  2\n ]\n}");
        CHECK(parse_json(json_text(value)) == value);
    }
    SECTION("stays readable where bytes are not UTF-8") {
        CHECK(json_text("a\xff"
                        "b") ==
              "\"a\xef\xbf\xbd"
              "b\"");
    }
    SECTION("from elsewhere may not be deep") {
        CHECK(parse_foreign_json("[[1]]", 2) == nlohmann::json{{1}});
        CHECK_THROWS_AS(parse_foreign_json("[[[1]]]", 2), Refused);
        CHECK_THROWS_AS(parse_foreign_json(std::string(1'000'000, '['), 2), Refused);
    }
    SECTION("from elsewhere may name a key once in each object") {
        CHECK(parse_foreign_json(R"([{"a": 1}, {"a": {"a": 2}}])", 3)[1]["a"]["a"] == 2);
        CHECK_THROWS_AS(parse_foreign_json(R"({"a": 1, "b": {}, "a": 1})", 3), Refused);
        std::string reason;
        try {
            (void)parse_foreign_json("{\"\\u001b\": 1, \"\\u001b\": 1}", 3);
        } catch (const Refused& refused) {
            reason = refused.what();
        }
        CHECK(reason == "the key \"\\u{1b}\" stands twice");
    }
    SECTION("that is none is refused with the place") {
        CHECK_THROWS_AS(parse_json("{"), nlohmann::json::exception);
        CHECK_THROWS_AS(parse_foreign_json("{\"a\": }", 3), nlohmann::json::exception);
    }
}
