#include "app/screens/sending.hpp"

#include "app/screens/settings.hpp"
#include "engine/record/package.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/client.hpp"
#include "tests/support/holds.hpp"
#include "tests/support/study_client.hpp"

using namespace collimate;
using namespace collimate::test;
namespace fs = std::filesystem;

namespace {

std::vector<Package> packages_in(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<Package> packages;
    for (const fs::path& file : files) packages.push_back(read_package(bytes_of(file)));
    return packages;
}

}  // namespace

TEST_CASE("sending results to the class") {
    const TempFolder shared;
    const fs::path folder = shared / "class";
    StudyClient client(every_kind());
    Model& model = client.model();
    SECTION("does nothing where no folder was chosen") {
        client.live(1, 5, 0.7);
        send_results(model, client.now);
        CHECK_FALSE(model.toast);
        CHECK_FALSE(fs::exists(model.record->file().string() + ".device"));
    }
    SECTION("writes what is new and nothing twice, under the class's code") {
        fs::create_directory(folder);
        model.preferences.shared_folder = folder.string();
        model.preferences.class_code = "RAD-2027";
        client.live(1, 5, 0.7);
        send_results(model, client.now);
        REQUIRE(packages_in(folder).size() == 1);
        CHECK(packages_in(folder).front().answers.size() == 5);
        CHECK(packages_in(folder).front().code == "RAD-2027");
        send_results(model, client.now);
        CHECK(packages_in(folder).size() == 1);
        client.live(1, 3, 0.7);
        send_results(model, client.now);
        REQUIRE(packages_in(folder).size() == 2);
        CHECK(packages_in(folder).back().answers.size() == 3);
        CHECK(packages_in(folder).back().link.previous == packages_in(folder).front().link.own);
        CHECK_FALSE(model.toast);
    }
    SECTION("says that the folder is missing, and sends all of it once it is there") {
        model.preferences.shared_folder = folder.string();
        client.live(1, 5, 0.7);
        send_results(model, client.now);
        REQUIRE(model.toast);
        CHECK(holds(model.toast->text, folder.string()));
        CHECK(holds(model.toast->text, "next time"));
        model.toast.reset();
        client.live(1, 2, 0.7);
        fs::create_directory(folder);
        send_results(model, client.now);
        CHECK_FALSE(model.toast);
        std::size_t answers = 0;
        for (const Package& package : packages_in(folder)) answers += package.answers.size();
        CHECK(answers == 7);
    }
    SECTION("happens when a session is left, and once more when the window closes") {
        fs::create_directory(folder);
        model.preferences.shared_folder = folder.string();
        client.start({.length = 2, .feedback = Feedback::at_end});
        ScreenDriver driver(client.scene());
        driver.frame(2);
        for (int i = 0; i < 2; ++i) client.session().submit(answer_to(client.session().question(), true), client.now);
        CHECK(packages_in(folder).empty());
        model.place = Place::result;
        driver.frame(2);
        REQUIRE(packages_in(folder).size() == 1);
        CHECK(packages_in(folder).front().answers.size() == 2);
        client.live(1, 4, 0.7);
        client.close();
        REQUIRE(packages_in(folder).size() == 2);
        CHECK(packages_in(folder).back().answers.size() == 4);
    }
}

TEST_CASE("choosing where results go") {
    const TempFolder shared;
    StudyClient client(every_kind());
    client.live(1, 5, 0.7);
    client.model().place = Place::settings;
    ScreenDriver driver(client.scene());
    driver.frame(2);
    const auto click = [&](std::string_view name) {
        driver.click(name);
        driver.frame(2);
    };
    SECTION("is done in settings, which say what is sent and what is not") {
        click("Set up");
        CHECK(driver.sees(sending_words()));
        driver.type(shared.path().string());
        driver.frame(2);
        click("Class code");
        driver.type("RAD-2027");
        driver.frame(2);
        click("Keep");
        CHECK(client.model().preferences.shared_folder == shared.path().string());
        CHECK(client.model().preferences.class_code == "RAD-2027");
        CHECK(packages_in(shared.path()).size() == 1);
        const Preferences kept = load_preferences(client.model().folders.data / "preferences.json");
        CHECK(kept == client.model().preferences);
        CHECK(driver.sees("Change folder"));
    }
    SECTION("can be ended, and sends nothing more") {
        client.model().preferences.shared_folder = shared.path().string();
        SettingsDraft draft;
        update(client.model(), draft, settings::StopSharing{}, client.now);
        CHECK(client.model().preferences.shared_folder.empty());
        send_results(client.model(), client.now);
        CHECK(packages_in(shared.path()).empty());
    }
    SECTION("keeps no code that cannot be one") {
        SettingsDraft draft = {.folder = shared.path().string(), .code = std::string(65, 'A')};
        CHECK_FALSE(settings_view(client.model(), draft, client.now).code_fault.empty());
        update(client.model(), draft, settings::KeepSharing{}, client.now);
        CHECK(client.model().preferences.shared_folder.empty());
    }
    SECTION("does not outlive the record: what deletes everything deletes the key that signs") {
        client.model().preferences.shared_folder = shared.path().string();
        send_results(client.model(), client.now);
        const fs::path key = client.model().record->file().string() + ".device";
        CHECK(fs::exists(key));
        SettingsDraft draft = {.typed = delete_word};
        update(client.model(), draft, settings::DeleteAll{}, client.now);
        CHECK_FALSE(fs::exists(key));
    }
}
