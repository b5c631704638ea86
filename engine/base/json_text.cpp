#include "engine/base/json_text.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "engine/base/characters.hpp"
#include "engine/base/error.hpp"

namespace collimate {

using nlohmann::json;

std::string json_text(const json& value, int indent) {
    return value.dump(indent, ' ', false, json::error_handler_t::replace);
}

json parse_json(std::string_view text) { return json::parse(text); }

json parse_foreign_json(std::string_view text, int deepest) {
    std::vector<std::set<std::string>> keys;
    const auto watch = [&](int depth, json::parse_event_t event, json& value) {
        if (depth > deepest) throw Refused(fmt::format("values are nested more than {} deep", deepest));
        if (event == json::parse_event_t::object_start) keys.emplace_back();
        if (event == json::parse_event_t::object_end) keys.pop_back();
        if (event == json::parse_event_t::key && !keys.back().insert(value.get<std::string>()).second)
            throw Refused(fmt::format("the key \"{}\" stands twice", visible(value.get<std::string>())));
        return true;
    };
    return json::parse(text, watch);
}

}  // namespace collimate
