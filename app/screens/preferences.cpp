#include "app/screens/preferences.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "engine/base/error.hpp"
#include "engine/base/json_text.hpp"

namespace collimate {
namespace {

constexpr std::array theme_names = {"system", "light", "dark"};

ThemeChoice theme_from(const std::string& name) {
    const auto found = std::find(theme_names.begin(), theme_names.end(), name);
    return found == theme_names.end() ? ThemeChoice::system : static_cast<ThemeChoice>(found - theme_names.begin());
}

}  // namespace

Preferences load_preferences(const std::filesystem::path& file) {
    std::ifstream in(file);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    Preferences preferences;
    try {
        const nlohmann::json json = parse_json(text);
        preferences.exam = json.value("exam", preferences.exam);
        preferences.theme = theme_from(json.value("theme", "system"));
        preferences.text_percent = std::clamp(json.value("text_percent", 100), text_percent_low, text_percent_high);
        preferences.ask_confidence = json.value("ask_confidence", true);
        preferences.shared_folder = json.value("shared_folder", "");
        preferences.class_code = json.value("class_code", "");
        preferences.taught_store = json.value("taught_store", "");
        preferences.taught_class = json.value("taught_class", "");
    } catch (const nlohmann::json::exception&) {
        return {};
    }
    return preferences;
}

void save_preferences(const Preferences& preferences, const std::filesystem::path& file) {
    const nlohmann::json json = {{"exam", preferences.exam},
                                 {"theme", theme_names[static_cast<std::size_t>(preferences.theme)]},
                                 {"text_percent", preferences.text_percent},
                                 {"ask_confidence", preferences.ask_confidence},
                                 {"shared_folder", preferences.shared_folder},
                                 {"class_code", preferences.class_code},
                                 {"taught_store", preferences.taught_store},
                                 {"taught_class", preferences.taught_class}};
    const std::filesystem::path temporary = file.string() + ".new";
    {
        std::ofstream out(temporary);
        out << json_text(json, 2) << '\n';
        if (!out.flush()) {
            throw WorldFailed(temporary.string() +
                              ": the settings cannot be written; free some space or choose another data folder.");
        }
    }
    std::error_code error;
    std::filesystem::rename(temporary, file, error);
    if (error) throw WorldFailed(file.string() + ": the settings cannot be written (" + error.message() + ").");
}

}  // namespace collimate
