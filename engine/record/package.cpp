#include "engine/record/package.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/characters.hpp"
#include "engine/base/error.hpp"
#include "engine/base/json_text.hpp"

namespace collimate {
namespace {

using nlohmann::json;

// The container: magic (8), format (4, little-endian), length of the payload (4), SHA-256 of the payload (32), public
// key (32), payload, Ed25519 signature (64). The magic's first byte is no text, and its line end shows a file that
// was sent as text.
constexpr std::array<unsigned char, 8> package_magic = {0x8A, 'C', 'L', 'P', 'K', 'G', '\r', '\n'};
constexpr std::uint32_t package_format = 1;
constexpr std::size_t format_at = 8;
constexpr std::size_t length_at = 12;
constexpr std::size_t payload_hash_at = 16;
constexpr std::size_t key_at = 48;
constexpr std::size_t payload_at = 80;

/// Signed before all of the package, so that a signature made for another purpose never fits.
constexpr std::string_view signature_domain = "collimate result package 1\n";

constexpr std::size_t longest_settings = 1 << 20;
constexpr std::int64_t longest_answer_ms = 31 * ms_per_day;
constexpr double largest_logit = 20.0;

using PublicKey = std::array<unsigned char, crypto_sign_PUBLICKEYBYTES>;
using SecretKey = std::array<unsigned char, crypto_sign_SECRETKEYBYTES>;
static_assert(sizeof(Digest) == crypto_hash_sha256_BYTES && sizeof(PublicKey) == 32);

Digest digest_of_bytes(std::string_view bytes) {
    Digest digest{};
    crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    return digest;
}

DeviceId device_of(const PublicKey& key) {
    const Digest digest = digest_of_bytes({reinterpret_cast<const char*>(key.data()), key.size()});
    DeviceId device;
    std::copy_n(digest.begin(), device.bytes.size(), device.bytes.begin());
    return device;
}

struct KeyPair {
    PublicKey open{};
    SecretKey secret{};
    explicit KeyPair(const DeviceKey& key) { crypto_sign_seed_keypair(open.data(), secret.data(), key.seed.data()); }
    ~KeyPair() { sodium_memzero(secret.data(), secret.size()); }
    KeyPair(const KeyPair&) = delete;
    KeyPair& operator=(const KeyPair&) = delete;
};

std::string signed_part(std::string_view package) { return std::string(signature_domain).append(package); }

void append_number(std::string& bytes, std::uint32_t number) {
    for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(number >> shift & 0xFF);
}

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
    return number;
}

template <class Bytes>
Bytes bytes_at(std::string_view bytes, std::size_t at) {
    Bytes taken{};
    std::memcpy(taken.data(), bytes.data() + at, taken.size());
    return taken;
}

std::string_view as_text(std::span<const unsigned char> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// ---- payload: one JSON object a line; the first is the head

json head_line(const Package& package) {
    return {{"kind", "package"},
            {"candidate", hex_of(package.candidate)},
            {"device", hex_of(package.link.device)},
            {"sequence", package.link.sequence},
            {"previous", hex_of(package.link.previous)},
            {"made_ms", package.link.made_ms},
            {"code", package.code}};
}

json line_of(const PackedAnswer& answer) {
    json line = {{"kind", "answer"},
                 {"id", hex_of(answer.id)},
                 {"exam", answer.exam},
                 {"item", answer.item},
                 {"revision", answer.revision},
                 {"area", answer.area},
                 {"difficulty", answer.difficulty},
                 {"chance", answer.chance},
                 {"fresh", answer.fresh},
                 {"letters", answer.letters},
                 {"right", answer.right},
                 {"elapsed_ms", answer.elapsed_ms},
                 {"at_ms", answer.at_ms},
                 {"day", answer.day}};
    if (answer.sitting) line["sitting"] = hex_of(*answer.sitting);
    return line;
}

json line_of(const PackedVerdict& verdict) {
    return {{"kind", "verdict"},
            {"answer", hex_of(verdict.answer)},
            {"order", verdict.order},
            {"revision", verdict.revision},
            {"difficulty", verdict.difficulty},
            {"chance", verdict.chance},
            {"right", verdict.right}};
}

json line_of(const PackedSitting& sitting) {
    return {{"kind", "sitting"},           {"id", hex_of(sitting.id)},    {"exam", sitting.exam},
            {"as", name_of(sitting.kind)}, {"at_ms", sitting.at_ms},      {"day", sitting.day},
            {"bank", sitting.bank_hash},   {"settings", sitting.settings}};
}

json line_of(const PackedEnd& end) {
    json line = {{"kind", "end"}, {"sitting", hex_of(end.sitting)}, {"at_ms", end.at_ms}};
    if (end.by) line["by"] = name_of(*end.by);
    if (end.remaining_ms) line["remaining_ms"] = *end.remaining_ms;
    return line;
}

std::string payload_of(const Package& package) {
    std::string payload = json_text(head_line(package)) + '\n';
    const auto add = [&](const auto& parts) {
        for (const auto& part : parts) payload += json_text(line_of(part)) + '\n';
    };
    add(package.sittings);
    add(package.answers);
    add(package.verdicts);
    add(package.ends);
    return payload;
}

/// Takes the fields of one flat JSON object as the parser meets them. A tree of each line cost more than all the rest
/// of an import.
class FlatObject {
public:
    using Value = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string>;
    struct Field {
        std::string name;
        Value value;
    };

    [[nodiscard]] bool is_flat() const { return flat_; }
    [[nodiscard]] const std::vector<Field>& fields() const { return fields_; }

    // What the parser calls; false stops it.
    bool null() { return take({}); }
    bool boolean(bool yes) { return take(yes); }
    bool number_integer(std::int64_t number) { return take(number); }
    bool number_unsigned(std::uint64_t number) { return take(number); }
    bool number_float(double number, const std::string&) { return take(number); }
    bool string(const std::string& text) { return take(text); }
    bool binary(const std::vector<std::uint8_t>&) { return false; }
    bool start_object(std::size_t) {
        flat_ = flat_ && !opened_;
        opened_ = true;
        return flat_;
    }
    bool key(const std::string& name) {
        if (fields_.size() == most_fields) return flat_ = false;
        fields_.push_back({.name = name, .value = {}});
        return true;
    }
    bool end_object() { return true; }
    bool start_array(std::size_t) { return flat_ = false; }
    bool end_array() { return true; }
    bool parse_error(std::size_t, const std::string&, const json::exception&) { return false; }

private:
    static constexpr std::size_t most_fields = 32;  // twice as many as any line of ours has

    bool take(Value value) {
        if (!opened_) return flat_ = false;
        fields_.back().value = std::move(value);
        return true;
    }

    std::vector<Field> fields_;
    bool opened_ = false;
    bool flat_ = true;
};

/// The fields of one line, each asked for once; what is left over, missing or of another type is refused.
class LineFields {
public:
    LineFields(std::string_view text, std::int64_t number) : number_(number) {
        const bool parsed = json::sax_parse(text, &object_);
        if (!object_.is_flat()) fail("is no plain JSON object");
        if (!parsed) fail("is no JSON object");
        const auto& fields = object_.fields();
        for (std::size_t i = 1; i < fields.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                if (fields[i].name == fields[j].name) fail("names a field twice");
    }

    [[noreturn]] void fail(std::string_view fault) const {
        throw Refused(fmt::format("line {} of the package {}: it was not made by Collimate", number_, fault));
    }

    [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }

    std::string text(const char* name, std::size_t longest) {
        const std::string& value = string(name);
        if (value.size() > longest || find_bad_character(value)) bad(name);
        return value;
    }

    /// JSON of the application's own; PostgreSQL keeps no NUL.
    std::string settings(const char* name) {
        const std::string& value = string(name);
        if (value.size() > longest_settings || value.find('\0') != std::string::npos) bad(name);
        return value;
    }

    /// A code, an id, letters: printable ASCII without blanks.
    std::string word(const char* name, std::size_t longest, std::size_t shortest = 1) {
        std::string value = text(name, longest);
        if (value.size() < shortest ||
            !std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c < 127; }))
            bad(name);
        return value;
    }

    template <class Id>
    Id id(const char* name) {
        Id value;
        if (!read_hex(string(name), value.bytes)) bad(name);
        return value;
    }

    Digest digest(const char* name) {
        Digest value{};
        if (!read_hex(string(name), value)) bad(name);
        return value;
    }

    std::int64_t integer(const char* name, std::int64_t least, std::int64_t most) {
        const FlatObject::Value& field = take(name);
        std::int64_t value = 0;
        if (const auto* natural = std::get_if<std::uint64_t>(&field)) {
            if (*natural > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) bad(name);
            value = static_cast<std::int64_t>(*natural);
        } else if (const auto* negative = std::get_if<std::int64_t>(&field)) {
            value = *negative;
        } else {
            bad(name);
        }
        if (value < least || value > most) bad(name);
        return value;
    }

    TimeMs time(const char* name) { return integer(name, earliest_time_ms, latest_time_ms); }
    Day day(const char* name) {
        return static_cast<Day>(integer(name, earliest_time_ms / ms_per_day - 1, latest_time_ms / ms_per_day + 1));
    }

    double real(const char* name, double least, double most) {
        const FlatObject::Value& field = take(name);
        double value = 0.0;
        if (const auto* real = std::get_if<double>(&field))
            value = *real;
        else if (const auto* natural = std::get_if<std::uint64_t>(&field))
            value = static_cast<double>(*natural);
        else if (const auto* negative = std::get_if<std::int64_t>(&field))
            value = static_cast<double>(*negative);
        else
            bad(name);
        if (!(value >= least && value <= most)) bad(name);
        return value;
    }

    bool yes_or_no(const char* name) {
        const auto* yes = std::get_if<bool>(&take(name));
        if (yes == nullptr) bad(name);
        return *yes;
    }

    /// Call last.
    void end() const {
        if (taken_ != object_.fields().size()) fail("holds a field that no package has");
    }

    [[noreturn]] void bad(const char* name) const { fail(fmt::format("says something impossible of \"{}\"", name)); }

private:
    [[nodiscard]] const FlatObject::Value* find(std::string_view name) const {
        for (const FlatObject::Field& field : object_.fields())
            if (field.name == name) return &field.value;
        return nullptr;
    }

    const FlatObject::Value& take(const char* name) {
        const FlatObject::Value* found = find(name);
        if (found == nullptr) fail(fmt::format("lacks \"{}\"", name));
        ++taken_;
        return *found;
    }

    const std::string& string(const char* name) {
        const auto* text = std::get_if<std::string>(&take(name));
        if (text == nullptr) bad(name);
        return *text;
    }

    std::int64_t number_;
    FlatObject object_;
    std::size_t taken_ = 0;
};

void read_head(LineFields& line, Package& package) {
    package.candidate = line.id<CandidateId>("candidate");
    package.link.device = line.id<DeviceId>("device");
    package.link.sequence = line.integer("sequence", 1, std::numeric_limits<std::int32_t>::max());
    package.link.previous = line.digest("previous");
    package.link.made_ms = line.time("made_ms");
    package.code = line.text("code", 64);
    if ((package.link.sequence == 1) != (package.link.previous == Digest{})) line.bad("previous");
}

PackedAnswer read_packed_answer(LineFields& line) {
    PackedAnswer answer = {.id = line.id<AnswerId>("id"),
                           .exam = line.word("exam", 32),
                           .item = line.word("item", 64),
                           .revision = static_cast<int>(line.integer("revision", 1, 1'000'000)),
                           .area = line.word("area", 64, 0),
                           .difficulty = line.real("difficulty", -largest_logit, largest_logit),
                           .chance = line.real("chance", 0.0, 1.0),
                           .fresh = line.yes_or_no("fresh"),
                           .letters = line.word("letters", 26, 0),
                           .right = line.yes_or_no("right"),
                           .elapsed_ms = line.integer("elapsed_ms", 0, longest_answer_ms),
                           .at_ms = line.time("at_ms"),
                           .day = line.day("day")};
    if (line.has("sitting")) answer.sitting = line.id<SittingKey>("sitting");
    return answer;
}

PackedVerdict read_packed_verdict(LineFields& line) {
    return {.answer = line.id<AnswerId>("answer"),
            .order = line.integer("order", 1, std::numeric_limits<std::int64_t>::max()),
            .revision = static_cast<int>(line.integer("revision", 1, 1'000'000)),
            .difficulty = line.real("difficulty", -largest_logit, largest_logit),
            .chance = line.real("chance", 0.0, 1.0),
            .right = line.yes_or_no("right")};
}

PackedSitting read_packed_sitting(LineFields& line) {
    PackedSitting sitting = {.id = line.id<SittingKey>("id"), .exam = line.word("exam", 32)};
    const auto kind = sitting_kind_from(line.word("as", 16));
    if (!kind) line.bad("as");
    sitting.kind = *kind;
    sitting.at_ms = line.time("at_ms");
    sitting.day = line.day("day");
    sitting.bank_hash = line.word("bank", 128, 0);
    sitting.settings = line.settings("settings");
    return sitting;
}

PackedEnd read_packed_end(LineFields& line) {
    PackedEnd end = {.sitting = line.id<SittingKey>("sitting"), .at_ms = line.time("at_ms")};
    if (line.has("by")) {
        end.by = ended_by_from(line.word("by", 16));
        if (!end.by) line.bad("by");
    }
    if (line.has("remaining_ms")) end.remaining_ms = line.integer("remaining_ms", 0, longest_answer_ms);
    return end;
}

void read_line(std::string_view text, std::int64_t number, Package& package) {
    LineFields line(text, number);
    const std::string kind = line.word("kind", 16);
    if ((kind == "package") != (number == 1)) line.fail("stands in the wrong place");
    if (kind == "package")
        read_head(line, package);
    else if (kind == "answer")
        package.answers.push_back(read_packed_answer(line));
    else if (kind == "verdict")
        package.verdicts.push_back(read_packed_verdict(line));
    else if (kind == "sitting")
        package.sittings.push_back(read_packed_sitting(line));
    else if (kind == "end")
        package.ends.push_back(read_packed_end(line));
    else
        line.fail("is of an unknown kind");
    line.end();
}

Package parse_payload(std::string_view payload) {
    Package package;
    std::int64_t number = 0;
    while (!payload.empty()) {
        const std::size_t end = payload.find('\n');
        if (end == std::string_view::npos)
            throw Refused("the package's last line has no end: it was not made by Collimate");
        read_line(payload.substr(0, end), ++number, package);
        payload.remove_prefix(end + 1);
    }
    if (number == 0) throw Refused("the package is empty: it was not made by Collimate");
    return package;
}

/// Everything that can be said of the container without its key.
void check_container(std::string_view bytes) {
    if (bytes.size() < package_magic.size() || bytes.substr(0, package_magic.size()) != as_text(package_magic))
        throw Refused("this is no result package: choose the file that Collimate exported");
    if (bytes.size() < payload_at + crypto_sign_BYTES)
        throw Refused("the package is cut off: copy the whole file again");
    if (const std::uint32_t format = number_at(bytes, format_at); format != package_format)
        throw Refused(fmt::format("the package has format {} and this Collimate knows format {}: use a newer Collimate",
                                  format, package_format));
    const std::size_t whole = payload_at + number_at(bytes, length_at) + crypto_sign_BYTES;
    if (bytes.size() < whole)
        throw Refused(fmt::format("the package is cut off, {} of {} bytes are there: copy the whole file again",
                                  bytes.size(), whole));
    if (bytes.size() > whole)
        throw Refused(fmt::format("{} bytes follow the package that are not part of it: copy the file again",
                                  bytes.size() - whole));
}

}  // namespace

DeviceId DeviceKey::device() const { return device_of(KeyPair(*this).open); }

std::string sign_package(Package& package, const DeviceKey& key) {
    const KeyPair pair(key);
    package.link.device = device_of(pair.open);
    const std::string payload = payload_of(package);
    if (payload_at + payload.size() + crypto_sign_BYTES > most_package_bytes)
        throw Refused("the package would be larger than 64 MB: tell the answers in several");
    std::string bytes(as_text(package_magic));
    append_number(bytes, package_format);
    append_number(bytes, static_cast<std::uint32_t>(payload.size()));
    bytes += as_text(digest_of_bytes(payload));
    bytes += as_text(pair.open);
    bytes += payload;
    const std::string to_sign = signed_part(bytes);
    std::array<unsigned char, crypto_sign_BYTES> signature{};
    crypto_sign_detached(signature.data(), nullptr, reinterpret_cast<const unsigned char*>(to_sign.data()),
                         to_sign.size(), pair.secret.data());
    bytes += as_text(signature);
    package.link.own = digest_of_bytes(bytes);
    return bytes;
}

std::optional<PackagePlace> peek_package(std::string_view first_bytes) {
    if (first_bytes.size() < payload_at || !first_bytes.starts_with(as_text(package_magic))) return std::nullopt;
    const std::string_view payload = first_bytes.substr(payload_at);
    Package head;
    try {
        read_line(payload.substr(0, payload.find('\n')), 1, head);
    } catch (const Refused&) {
        return std::nullopt;
    }
    return PackagePlace{.candidate = head.candidate, .device = head.link.device, .sequence = head.link.sequence};
}

Package read_package(std::string_view bytes) {
    if (bytes.size() > most_package_bytes)
        throw Refused("the file is larger than any result package: choose the file that Collimate exported");
    check_container(bytes);
    const std::string_view payload = bytes.substr(payload_at, bytes.size() - payload_at - crypto_sign_BYTES);
    if (digest_of_bytes(payload) != bytes_at<Digest>(bytes, payload_hash_at))
        throw Refused("the package is damaged, its SHA-256 does not match: copy the file again");
    const auto key = bytes_at<PublicKey>(bytes, key_at);
    const std::size_t signature_at = bytes.size() - crypto_sign_BYTES;
    const std::string to_verify = signed_part(bytes.substr(0, signature_at));
    if (crypto_sign_verify_detached(reinterpret_cast<const unsigned char*>(bytes.data()) + signature_at,
                                    reinterpret_cast<const unsigned char*>(to_verify.data()), to_verify.size(),
                                    key.data()) != 0)
        throw Refused("the package was altered after it was signed: ask the candidate to export it again");
    Package package = parse_payload(payload);
    if (package.link.device != device_of(key))
        throw Refused(
            "the package is signed by another key than that of the device it names: ask the candidate to export it "
            "again");
    package.link.own = digest_of_bytes(bytes);
    return package;
}

}  // namespace collimate
