#include "engine/record/package.hpp"

#include <sodium.h>

#include "engine/base/error.hpp"
#include "engine/record/outbox.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/holds.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;
namespace fs = std::filesystem;

namespace {

const DeviceKey a_key{.seed = {1, 2, 3}};
const DeviceKey another_key{.seed = {9, 9, 9}};

/// A record of some days of made-up study.
Record lived_in(const fs::path& file, int days, std::uint64_t seed = 7) {
    Record record = Record::open(file, made_up, morning(0));
    RandomLog log(seed);
    for (int day = 0; day < days; ++day) log.live_a_day(record, day);
    return record;
}

std::string refusal(const std::string& bytes) {
    try {
        (void)read_package(bytes);
    } catch (const Refused& refused) {
        return refused.what();
    }
    return "accepted";
}

/// A package signed in order around a payload that Collimate would not write.
std::string signed_around(const std::string& payload, std::uint32_t format = 1) {
    std::string bytes(
        "\x8A"
        "CLPKG\r\n");
    for (const auto number : {format, static_cast<std::uint32_t>(payload.size())})
        for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>((number >> shift) & 0xFF);
    std::array<unsigned char, 32> open{};
    std::array<unsigned char, 64> secret{};
    std::array<unsigned char, 32> hash{};
    std::array<unsigned char, 64> signature{};
    crypto_sign_seed_keypair(open.data(), secret.data(), a_key.seed.data());
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(payload.data()), payload.size());
    bytes.append(hash.begin(), hash.end()).append(open.begin(), open.end()).append(payload);
    const std::string to_sign = "collimate result package 1\n" + bytes;
    crypto_sign_detached(signature.data(), nullptr, reinterpret_cast<const unsigned char*>(to_sign.data()),
                         to_sign.size(), secret.data());
    return bytes.append(signature.begin(), signature.end());
}

std::string head_with(const std::string& field, const std::string& value) {
    std::map<std::string, std::string> head = {{"kind", "\"package\""},
                                               {"candidate", "\"" + std::string(32, 'a') + "\""},
                                               {"device", "\"" + hex_of(a_key.device()) + "\""},
                                               {"sequence", "1"},
                                               {"previous", "\"" + std::string(64, '0') + "\""},
                                               {"made_ms", "1800000000000"},
                                               {"code", "\"\""}};
    if (!field.empty()) head[field] = value;
    std::string line = "{";
    for (const auto& [name, text] : head) line += "\"" + name + "\":" + text + ",";
    line.back() = '}';
    return line + "\n";
}

}  // namespace

TEST_CASE("a result package") {
    const TempFolder folder;
    const Record record = lived_in(folder / "r.collimate", 6);
    Outbox outbox = Outbox::open(record, a_key);
    REQUIRE(outbox.make("CT-2027", morning(6).ms) == 1);
    const std::string bytes = outbox.bytes_of(1);
    const Package package = read_package(bytes);

    SECTION("tells every answer once, under the candidate's random id, and no note, flag, report or goal") {
        std::vector<Event> answers;
        record.each_event({}, 0, [&](const Event& event) {
            if (std::holds_alternative<Answered>(event.body)) answers.push_back(event);
        });
        REQUIRE(package.answers.size() == answers.size());
        CHECK(hex_of(package.candidate) == record.candidate());
        CHECK(package.code == "CT-2027");
        CHECK(package.link.device == a_key.device());
        for (std::size_t i = 0; i < answers.size(); ++i) {
            const auto& told = package.answers[i];
            const auto& answer = std::get<Answered>(answers[i].body);
            CHECK(told.item == answer.item);
            CHECK(told.letters == answer.letters);
            CHECK(told.right == answer.right);
            CHECK(told.fresh == answer.fresh);
            CHECK(told.elapsed_ms == answer.elapsed_ms);
            CHECK(told.at_ms == answers[i].at_ms);
            CHECK(told.difficulty == answer.difficulty);
        }
        for (const char* kept : {"note", "two keys are right", "minutes_per_day", "confidence", "flag"})
            CHECK_FALSE(holds(bytes, kept));
    }
    SECTION("ties answers to the sitting they were given in") {
        REQUIRE_FALSE(package.sittings.empty());
        for (const PackedAnswer& answer : package.answers)
            CHECK(std::any_of(package.sittings.begin(), package.sittings.end(),
                              [&](const PackedSitting& sitting) { return sitting.id == answer.sitting; }));
    }
    SECTION("is made again to the same bytes") { CHECK((Outbox::open(record, another_key).bytes_of(1) == bytes)); }
    SECTION("is refused when cut off anywhere, and says so") {
        for (std::size_t length = 0; length < bytes.size(); length += length < 200 ? 1 : 97)
            CHECK(holds(refusal(bytes.substr(0, length)), length < 8 ? "no result package" : "cut off"));
        CHECK(holds(refusal(bytes + "x"), "follow the package"));
    }
    SECTION("is refused when foreign, newer or larger than any") {
        CHECK(holds(refusal("SQLite format 3"), "no result package"));
        CHECK(holds(refusal(signed_around(head_with("", ""), 2)), "newer Collimate"));
        CHECK(holds(refusal(std::string(most_package_bytes + 1, 'x')), "larger than any"));
    }
    SECTION("is refused when signed by another key than that of its device") {
        CHECK(refusal(signed_around(head_with("", ""))) == "accepted");
        CHECK(holds(refusal(signed_around(head_with("device", "\"" + hex_of(another_key.device()) + "\""))),
                    "another key"));
    }
    SECTION("is refused when what is signed is no package of ours") {
        const std::vector<std::pair<std::string, std::string>> impossible = {
            {"sequence", "0"},         {"sequence", "1.5"},           {"sequence", "4294967297"},
            {"sequence", "2"},         {"candidate", "\"Jane Doe\""}, {"made_ms", "99999999999999"},
            {"code", "\"a\\u0000b\""}, {"code", "\"\\u202e\""},       {"more", "1"},
            {"code", "[[[[[[]]]]]]"},  {"kind", "\"answer\""},        {"code", "\"\",\"code\":\"twice\""}};
        for (const auto& [field, value] : impossible) {
            INFO(field << " " << value);
            CHECK(holds(refusal(signed_around(head_with(field, value))), "line 1 of the package"));
        }
        CHECK(holds(refusal(signed_around("")), "empty"));
        CHECK(holds(refusal(signed_around("no json\n")), "no JSON"));
        CHECK(holds(refusal(signed_around(std::string(100'000, '[') + "\n")), "line 1"));
        CHECK(holds(refusal(signed_around(head_with("", "") + head_with("", ""))), "wrong place"));
    }
}

TEST_CASE("every single flipped bit of a package of 20 kB is refused") {
    const TempFolder folder;
    Record record = Record::open(folder / "r.collimate", made_up, morning(0));
    for (int i = 0; i < 80; ++i) record.append("arrt-ct", an_answer("ct-ip-" + std::to_string(1000 + i)), morning(1));
    Outbox outbox = Outbox::open(record, a_key);
    REQUIRE(outbox.make("", morning(2).ms) == 1);
    std::string bytes = outbox.bytes_of(1);
    REQUIRE(bytes.size() > 19'000);
    REQUIRE(bytes.size() < 22'000);
    std::size_t accepted = 0;
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
        bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
        if (refusal(bytes) == "accepted") ++accepted;
        bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
    }
    CHECK(accepted == 0);
    CHECK(refusal(bytes) == "accepted");
}

TEST_CASE("the packages of a record") {
    const TempFolder folder;
    const fs::path file = folder / "r.collimate";
    std::optional<Record> record = lived_in(file, 3);
    std::optional<Outbox> outbox = Outbox::open(*record, a_key);
    REQUIRE(outbox->make("", morning(3).ms) == 1);

    SECTION("hold only what is new, each naming the one before") {
        CHECK(outbox->make("", morning(3).ms) == 0);
        record->append("arrt-ct", Flagged{.item = "ct-ip-1001"}, morning(4));
        CHECK(outbox->make("", morning(4).ms) == 0);
        record->append("arrt-ct", an_answer("ct-ip-1001"), morning(4));
        CHECK(outbox->make("", morning(4).ms) == 1);
        const Package first = read_package(outbox->bytes_of(1));
        const Package second = read_package(outbox->bytes_of(2));
        CHECK(second.answers.size() == 1);
        CHECK(second.link.sequence == 2);
        CHECK(second.link.previous == first.link.own);
    }
    SECTION("a code given later comes with a package of its own, and stays") {
        CHECK(outbox->make("CT-2027", morning(3).ms) == 1);
        CHECK(read_package(outbox->bytes_of(2)).answers.empty());
        CHECK(outbox->make("CT-2027", morning(3).ms) == 0);
        record->append("arrt-ct", an_answer("ct-ip-1001"), morning(4));
        CHECK(outbox->make("", morning(4).ms) == 1);
        CHECK(read_package(outbox->bytes_of(3)).code == "CT-2027");
    }
    SECTION("an answer judged anew is told again as a verdict on the same answer") {
        const Package before = read_package(outbox->bytes_of(1));
        Event answer;
        record->each_event({}, 0, [&](const Event& event) {
            if (std::holds_alternative<Answered>(event.body)) answer = event;
        });
        const auto& told = std::get<Answered>(answer.body);
        record->append(
            answer.exam,
            Rescored{.answer = answer.seq, .sitting = told.sitting, .item = told.item, .revision = 2, .right = true},
            morning(4));
        REQUIRE(outbox->make("", morning(4).ms) == 1);
        const Package after = read_package(outbox->bytes_of(2));
        REQUIRE(after.verdicts.size() == 1);
        CHECK(after.verdicts[0].answer == before.answers.back().id);
        CHECK(after.verdicts[0].revision == 2);
    }
    SECTION("a folder gets every package it lacks, and no more") {
        fs::create_directory(folder / "shared");
        record->append("arrt-ct", an_answer("ct-ip-1001"), morning(4));
        CHECK(outbox->deliver(folder / "shared", "", morning(4).ms).size() == 2);
        CHECK(outbox->deliver(folder / "shared", "", morning(5).ms).empty());
        fs::remove(folder / "shared" / outbox->name_of(1));
        const auto again = outbox->deliver(folder / "shared", "", morning(5).ms);
        REQUIRE(again.size() == 1);
        CHECK((bytes_of(again[0]) == outbox->bytes_of(1)));
        CHECK_THROWS_AS(outbox->deliver(folder / "none", "", morning(5).ms), WorldFailed);
    }
    SECTION("the file with the key is for its owner alone") {
        CHECK(fs::status(file.string() + ".device").permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    }
    SECTION("a record put back to an earlier state goes on as a new device, and tells known answers under their ids") {
        const Package before = read_package(outbox->bytes_of(1));
        record->backup(folder / "early.collimate");
        record->append("arrt-ct", an_answer("ct-ip-1001"), morning(4));
        REQUIRE(outbox->make("", morning(4).ms) == 1);
        outbox.reset();
        record.reset();
        restore_record(folder / "early.collimate", file, morning(5));
        record.emplace(Record::open(file));
        record->append("arrt-ct", an_answer("ct-ip-2002"), morning(5));
        outbox.emplace(Outbox::open(*record, another_key));
        CHECK(outbox->put_back());
        REQUIRE(outbox->make("", morning(5).ms) == 1);
        const Package after = read_package(outbox->bytes_of(1));
        CHECK(after.link.device == another_key.device());
        REQUIRE(after.answers.size() == before.answers.size() + 1);
        for (std::size_t i = 0; i < before.answers.size(); ++i) CHECK(after.answers[i].id == before.answers[i].id);
    }
    SECTION("answers forgotten at the candidate's wish are told no more, and the chain goes on") {
        record->forget("");
        record->append("arrt-ct", an_answer("ct-ip-1001"), morning(4));
        outbox.emplace(Outbox::open(*record, another_key));
        CHECK_FALSE(outbox->put_back());
        CHECK_THROWS_AS(outbox->bytes_of(1), Refused);
        REQUIRE(outbox->make("", morning(4).ms) == 1);
        CHECK(read_package(outbox->bytes_of(2)).answers.size() == 1);
    }
    SECTION("a damaged key file is refused by name") {
        write_bytes(file.string() + ".device", "{}");
        CHECK_THROWS_AS(Outbox::open(*record, a_key), Refused);
    }
}
