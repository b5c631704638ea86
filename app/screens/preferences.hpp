#pragma once

#include <filesystem>
#include <string>

namespace collimate {

enum class ThemeChoice { system, light, dark };

/// How the window looks and behaves on this machine. Not part of the record: losing it loses no study.
struct Preferences {
    std::string exam;  ///< code of the exam last open; empty before the first run is done
    ThemeChoice theme = ThemeChoice::system;
    int text_percent = 100;  ///< 80 to 200
    bool ask_confidence = true;
    std::string shared_folder;  ///< result packages go there after each session; empty: nowhere
    std::string class_code;     ///< they carry it; empty where the programme gave none
    std::string taught_store;   ///< of the class an instructor opened last, without a password; empty: none
    std::string taught_class;   ///< its code; empty: the largest
    friend bool operator==(const Preferences&, const Preferences&) = default;
};

inline constexpr int text_percent_low = 80;
inline constexpr int text_percent_high = 200;

/// The preferences of `file`; defaults where there is none or it cannot be understood (nothing of value is lost then).
[[nodiscard]] Preferences load_preferences(const std::filesystem::path& file);

/// All or nothing (temporary name, rename). Throws WorldFailed when the disk refuses.
void save_preferences(const Preferences& preferences, const std::filesystem::path& file);

}  // namespace collimate
