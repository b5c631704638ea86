#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace fs = std::filesystem;

namespace {

/// Folder -> folders of ours it may include, besides itself.
const std::map<std::string, std::set<std::string>> arrows = {
    {"engine/base", {}},
    {"engine/figure", {"engine/base"}},
    {"engine/item", {"engine/base", "engine/figure"}},
    {"engine/model", {"engine/base"}},
    {"engine/exam", {"engine/base", "engine/figure", "engine/item", "engine/model"}},
    {"engine/bank", {"engine/base", "engine/figure", "engine/item", "engine/model", "engine/exam"}},
    {"engine/record", {"engine/base", "engine/figure", "engine/item", "engine/model", "engine/exam", "engine/bank"}},
    {"engine/study",
     {"engine/base", "engine/figure", "engine/item", "engine/model", "engine/exam", "engine/bank", "engine/record"}},
    {"engine/print",
     {"engine/base", "engine/figure", "engine/item", "engine/model", "engine/exam", "engine/bank", "engine/record",
      "engine/study", "engine/cohort"}},
    {"engine/cohort",
     {"engine/base", "engine/figure", "engine/item", "engine/model", "engine/exam", "engine/bank", "engine/record"}},
};

/// Prefixes of third-party includes and the only folders that may name them.
const std::map<std::string, std::set<std::string>> allowed_third_party = {
    {"imgui", {"app/widgets", "app/screens", "app/platform", "app", "tests", "bench"}},
    {"GLFW/", {"app/platform", "tests", "bench"}},
    {"GL/", {"app/platform", "tests"}},
    {"CLI/", {"app/cli"}},
    {"sqlite3.h", {"engine/bank", "engine/record", "engine/cohort", "tests", "bench"}},
    {"libpq", {"engine/cohort", "bench"}},
    {"cairo", {"engine/print"}},
    {"pango", {"engine/print"}},
    {"SQLiteCpp", {"engine/bank", "engine/record", "engine/cohort", "tests", "bench"}},
};

/// Third-party headers that cost seconds: never in a header of ours.
const std::vector<std::string> heavy = {"nlohmann/json.hpp", "CLI/", "Eigen/", "catch2/", "toml++", "muParser"};

struct Include {
    fs::path file;
    std::string folder;  ///< `engine/bank`, `app/screens`, `tests`
    std::string target;
};

std::string folder_of(const fs::path& relative) {
    auto part = relative.begin();
    std::string top = part->string();
    if (top == "tests" || top == "bench") return top;
    if (++part == relative.end() || std::next(part) == relative.end()) return top;
    return top + "/" + part->string();
}

std::vector<Include> all_includes() {
    std::vector<Include> found;
    const fs::path root = COLLIMATE_SOURCE_DIR;
    for (const char* top : {"engine", "app", "tests", "bench"}) {
        for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
            const auto extension = entry.path().extension();
            if (extension != ".hpp" && extension != ".cpp") continue;
            std::ifstream in(entry.path());
            for (std::string line; std::getline(in, line);) {
                if (line.rfind("#include", 0) != 0) continue;
                const auto open = line.find_first_of("<\"");
                const auto close = line.find_last_of(">\"");
                if (open == std::string::npos || close <= open) continue;
                const fs::path relative = fs::relative(entry.path(), root);
                found.push_back({relative, folder_of(relative), line.substr(open + 1, close - open - 1)});
            }
        }
    }
    return found;
}

std::map<std::string, std::string> linked_libraries() {
    std::map<std::string, std::string> linked;
    std::ifstream in(fs::path(COLLIMATE_BUILD_DIR) / "links.txt");
    for (std::string target, libraries; in >> target && std::getline(in, libraries);) linked[target] = libraries;
    return linked;
}

}  // namespace

TEST_CASE("include arrows point one way") {
    const auto includes = all_includes();
    REQUIRE(includes.size() > 50);
    for (const auto& [file, folder, target] : includes) {
        INFO(file.string() << " includes " << target);
        if (const auto rule = arrows.find(folder); rule != arrows.end()) {
            CHECK(target.rfind("app/", 0) != 0);
            if (target.rfind("engine/", 0) == 0) {
                const std::string to = folder_of(target);
                CHECK((to == folder || rule->second.contains(to)));
            }
        }
        if (folder == "app/widgets") CHECK(target.rfind("app/screens", 0) != 0);
        if (folder == "app/cli") CHECK((target.rfind("app/", 0) != 0 || target.rfind("app/cli/", 0) == 0));
        for (const auto& [prefix, folders] : allowed_third_party)
            if (target.rfind(prefix, 0) == 0) CHECK(folders.contains(folder));
        if (file.extension() == ".hpp" && folder != "tests")
            for (const auto& prefix : heavy) CHECK(target.rfind(prefix, 0) != 0);
    }
}

TEST_CASE("every target links only what it may") {
    auto linked = linked_libraries();
    const auto links = [&](const std::string& target, const std::string& library) {
        REQUIRE(linked.contains(target));
        return linked[target].find(library) != std::string::npos;
    };
    CHECK(links("collimate", "glfw"));
    CHECK(links("collimate-cli", "CLI11"));
    for (const char* engine_free_of : {"IMGUI", "glfw", "OpenGL", "CLI11", "Catch2", "LIBPQ"})
        CHECK_FALSE(links("collimate_engine", engine_free_of));
    for (const char* screens_free_of : {"glfw", "OpenGL", "SQLite", "CLI11"})
        CHECK_FALSE((links("collimate_widgets", screens_free_of) || links("collimate_screens", screens_free_of)));
    for (const char* cli_free_of : {"IMGUI", "glfw", "OpenGL", "collimate_screens"})
        CHECK_FALSE(links("collimate-cli", cli_free_of));
}
