#include "engine/bank/content.hpp"

#include <sodium.h>

#include <array>
#include <cstring>
#include <new>
#include <nlohmann/json.hpp>

#include "engine/base/json_text.hpp"
#include "engine/item/score.hpp"

namespace collimate {
namespace {

crypto_hash_sha256_state* state_in(unsigned char* bytes) {
    return std::launder(reinterpret_cast<crypto_hash_sha256_state*>(bytes));
}

}  // namespace

ContentHash::ContentHash() {
    static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(state_));
    crypto_hash_sha256_init(new (state_) crypto_hash_sha256_state);
}

void ContentHash::add(std::string_view part) {
    std::array<unsigned char, 8> length{};
    for (std::size_t i = 0; i < 8; ++i) length[i] = static_cast<unsigned char>(part.size() >> (8 * i));
    crypto_hash_sha256_update(state_in(state_), length.data(), length.size());
    crypto_hash_sha256_update(state_in(state_), reinterpret_cast<const unsigned char*>(part.data()), part.size());
}

std::string ContentHash::hex() {
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256_final(state_in(state_), digest.data());
    std::string text(digest.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
    text.pop_back();
    return text;
}

std::string digest_of(std::string_view item_json) {
    std::string digest(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()),
                       reinterpret_cast<const unsigned char*>(item_json.data()), item_json.size());
    return digest;
}

std::string area_to_json(const Area& area) {
    nlohmann::json object = {{"code", area.code},     {"title", area.title},
                             {"parent", area.parent}, {"basis", std::string(name_of(area.basis))},
                             {"note", area.note},     {"was", area.was}};
    if (area.items) object["items"] = *area.items;
    if (area.percent) object["percent"] = *area.percent;
    if (area.share) object["share"] = *area.share;
    return json_text(object);
}

std::string point_to_json(const LearningPoint& point) {
    return json_text({{"id", point.id}, {"area", point.area}, {"text", point.text}});
}

std::string calibration_to_json(const CalibrationOrigin& origin) {
    return json_text({{"model", origin.model},
                      {"candidates", origin.candidates},
                      {"answers", origin.answers},
                      {"newest", origin.newest}});
}

std::string memory_to_json(const ClassMemory& memory) {
    return json_text(
        {{"candidates", memory.candidates}, {"reviews", memory.reviews}, {"parameters", memory.parameters}});
}

std::string calibrated_to_json(std::int64_t ordinal, const CalibratedDifficulty& found) {
    return json_text({{"ordinal", ordinal}, {"n", found.n}, {"difficulty", found.difficulty}, {"se", found.se}});
}

ItemHead head_of(const Item& item, std::int64_t ordinal, int area) {
    const double chance = chance_of(item);
    const int options = static_cast<int>(item.options.size());
    int shown = item.numbers && item.numbers->show > 0 ? item.numbers->show : options;
    if (item.type == ItemType::numeric) shown = 0;
    return {.ordinal = ordinal,
            .id = item.id,
            .revision = item.revision,
            .area = area,
            .type = item.type,
            .level = item.level,
            .chance = chance,
            .difficulty = difficulty_of(item.expected, chance),
            .parametric = parametric(item),
            .retired = item.retired.has_value(),
            .shown_options = shown,
            .family = item.family,
            .enemies = item.enemies,
            .points = item.points};
}

std::string joined(const std::vector<std::string>& words) {
    std::string line;
    for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
    return line;
}

std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0) words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

}  // namespace collimate
