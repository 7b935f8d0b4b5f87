"""What is taken down, changed, left out, shortened and masked."""

import pytest
from sqlalchemy import delete

from bot.intake_script import RARE
from cases.chat_models import Attachment as FileRow
from cases.chat_models import Draft
from cases.kinds import IdentityMode, Kind
from tests.talking import ANSWER, SERVICE, Talk

LAMP = "建议在村口装两盏路灯，晚上太黑了"


async def test_a_question_in_the_middle_is_answered_and_kept(talk: Talk):
    await talk.say(LAMP)
    said = await talk.say("海城违建拆了多少")
    assert (said.act, said.intake, said.section) == ("answer", "continues", "三(三)")
    assert said.text.index(ANSWER) < said.text.index("记在草稿里")
    assert len(talk.draft.kept_texts) == 2


@pytest.mark.parametrize("how", ["press", "say"])
async def test_this_sentence_does_not_count(talk: Talk, how: str):
    await talk.tell(LAMP, "海城违建拆了多少")
    assert "这句不算" in (await getattr(talk, how)("这句不算")).text
    await talk.walk("是，意见建议", "跳过", "匿名", "确认提交")
    assert talk.words == [LAMP]


@pytest.mark.parametrize("mark", "。，")
async def test_a_question_behind_content_is_answered_too(talk: Talk, mark: str):
    await talk.say(LAMP)
    said = await talk.say(f"那条路夜里没有人敢走，没人管{mark}海城违建拆了多少")
    assert (said.act, said.intake) == ("answer", "continues")
    assert ANSWER in said.text
    assert "那条路" in talk.draft.content().text


async def test_a_question_about_us_is_answered_in_a_draft(talk: Talk):
    await talk.say("村里的会计收红包，去年腊月在他家")
    assert "12388" in (await talk.say("谁能看到我写的")).text


async def test_asking_for_a_person_is_answered_and_not_kept(talk: Talk):
    await talk.say(LAMP)
    said = await talk.say("人工")
    assert SERVICE in said.text
    assert "记在草稿里" not in said.text
    assert talk.draft.content().text == LAMP


async def test_not_a_but_b_changes_the_draft_and_keeps_a_revision(talk: Talk):
    await talk.say("建议在天河街道的村口装两盏路灯")
    said = await talk.say("不是天河，是海城")
    assert "海城街道的村口" in said.text
    assert "天河" not in said.text
    assert talk.draft.texts[0].revisions == ["建议在天河街道的村口装两盏路灯"]
    await talk.walk("是，意见建议", "就按这个", "匿名", "确认提交")
    assert talk.cases[0].subdistrict == "海城街道"


async def test_the_right_street_alone_replaces_the_wrong_one(talk: Talk):
    await talk.say("建议在天河街道的村口装两盏路灯")
    said = await talk.say("写错了，应该是海城街道")
    assert "海城街道的村口" in said.text
    assert "天河" not in said.text


async def test_an_edited_message_is_a_revision(talk: Talk):
    await talk.say(LAMP)
    said = await talk.say("建议装三盏路灯", message=talk.mine[-1], edited=True)
    assert "一起改了" in said.text
    assert talk.draft.content().text == "建议装三盏路灯"
    assert talk.draft.texts[0].revisions == [LAMP]


async def test_the_kind_can_be_changed_to_a_tip_off_and_back(talk: Talk):
    await talk.say(LAMP)
    assert "检举控告" in (await talk.press("换一类")).labels
    assert "以上都不是" in (await talk.press("检举控告")).labels
    said = await talk.say("不是举报，是投诉")
    assert said.kind == Kind.COMPLAINT
    await talk.walk("我知道了", "跳过", "匿名", "确认提交")
    assert [case.kind for case in talk.cases] == [Kind.COMPLAINT]


async def test_a_kind_can_be_changed_before_anything_is_written(talk: Talk):
    await talk.say("我要投诉")
    said = await talk.say("换一类")
    assert "意见建议" in said.labels
    assert "您的建议" in (await talk.press("意见建议")).text


async def test_feedback_without_a_kind_gets_one_from_its_words(talk: Talk):
    said = await talk.say("我想反映个情况")
    assert (said.intake, said.kind) == ("started", None)
    assert (await talk.say("我家楼上")).kind is None
    said = await talk.say("漏水漏了三个月")
    assert said.kind == Kind.COMPLAINT
    assert "是，投诉求助" in said.labels


async def test_a_draft_that_nothing_fits_shows_all_kinds(talk: Talk):
    await talk.tell("我想反映个情况", "东西南北中发白，一二三四五六七")
    said = await talk.press("写完了")
    usual = [kind.label for kind in Kind if kind not in RARE]
    assert [*usual, "更多"] == said.labels[: len(usual) + 1]
    rare = [kind.label for kind in RARE]
    assert (await talk.press("更多")).labels[: len(rare)] == rare


async def test_too_long_content_says_how_much_was_kept(talk: Talk):
    said = await talk.say(LAMP + "啊" * 6000)
    assert "只保留了前5000字" in said.text
    assert f"后面{len(LAMP) + 1000}字" in said.text
    await talk.walk("是，意见建议", "跳过", "匿名", "确认提交")
    assert len(talk.words[0]) == 5000


async def test_long_content_is_read_back_by_its_ends(talk: Talk):
    text = LAMP + "甲" * 400 + "中间" + "乙" * 400
    await talk.say(text)
    said = await talk.walk("是，意见建议", "跳过", "匿名")
    assert f"共{len(text)}字" in said.text
    assert text[:300] in said.text
    assert text[-100:] in said.text
    assert "中间" not in said.text
    assert text in (await talk.press("看全文")).text


async def test_numbers_that_must_not_be_kept_are_masked_and_the_citizen_told(talk: Talk):
    await talk.say(LAMP + "，我的身份证号是11010519491231002X")
    said = await talk.press("是，意见建议")
    assert "身份证号已经遮住" in said.text
    said = await talk.say("卡号6222021234567890123，验证码 482913")
    assert "银行卡号已经遮住" in said.text
    await talk.walk("跳过", "匿名", "确认提交")
    assert not any(number in talk.words[0] for number in ("11010519491231002X", "6222021234567890123", "482913"))


async def test_a_number_in_a_tip_off_is_evidence_until_the_kind_is_changed(talk: Talk):
    await talk.say("村里的会计收红包，收钱的卡号6222021234567890123")
    await talk.press("是，检举控告")
    assert "6222021234567890123" in talk.draft.content().text
    assert "银行卡号已经遮住" in (await talk.say("改成投诉")).text


async def test_a_wrong_telephone_is_asked_about(talk: Talk):
    await talk.say(LAMP)
    await talk.walk("是，意见建议", "跳过", "留姓名电话")
    assert "位数不对" in (await talk.say("张三 1390000")).text
    assert "确认提交" in (await talk.say("13900000000")).labels
    assert talk.draft.identity.name == "张三"
    assert talk.draft.content().text == LAMP


async def test_a_name_without_a_telephone_is_asked_about_once(talk: Talk):
    await talk.say(LAMP)
    await talk.walk("是，意见建议", "跳过", "留姓名电话")
    assert "还差一个联系电话" in (await talk.say("欧阳小明")).text
    await talk.walk("跳过", "确认提交")
    assert talk.cases[0].identity_mode is IdentityMode.CLAIMED_NAME


async def test_name_and_telephone_in_one_message_mean_named(talk: Talk):
    await talk.say(LAMP)
    await talk.walk("是，意见建议", "跳过")
    said = await talk.say("李四，电话139-0000-0000")
    assert "留名 李四 13900000000" in said.text
    assert "确认提交" in said.labels


async def test_somebody_elses_telephone_is_content(talk: Talk):
    await talk.say(LAMP)
    await talk.walk("是，意见建议", "跳过")
    await talk.say("老板的电话是13900000000")
    assert talk.draft.identity.mode is None
    assert "13900000000" in talk.draft.content().text


async def test_a_cancel_word_inside_a_report_is_content(talk: Talk):
    await talk.tell(LAMP, "他们推来推去，最后说算了不管了")
    assert "算了" in talk.draft.content().text


async def test_cancel_works_at_once_and_can_be_undone_for_a_day(talk: Talk):
    await talk.say(LAMP)
    assert (await talk.say("算了，不说了")).intake == "cancelled"
    await talk.later(hours=23)
    said = await talk.press("恢复")
    assert (said.intake, said.kind) == ("continues", Kind.SUGGESTION)
    await talk.say("/cancel")
    await talk.later(hours=25)
    assert "没有可以恢复" in (await talk.say("恢复")).text
    assert talk.rows(Draft) == 0


async def test_a_photo_opens_a_draft_and_its_meaning_is_asked(talk: Talk):
    said = await talk.send()
    assert (said.intake, said.kind) == ("started", None)
    assert "要反映什么事" in said.text
    assert (await talk.say("楼道的灯坏了三个月一直没人管")).kind == Kind.COMPLAINT
    await talk.walk("是，投诉求助", "我知道了", "跳过", "匿名", "确认提交")
    assert talk.rows(FileRow) == 1


async def test_a_caption_is_content(talk: Talk):
    said = await talk.send(text="楼道的灯坏了三个月一直没人管")
    assert (said.kind, talk.draft.content().text) == (Kind.COMPLAINT, "楼道的灯坏了三个月一直没人管")


async def test_an_album_is_answered_once(talk: Talk):
    first = await talk.send(album="a1", text=LAMP)
    assert (first.intake, (await talk.send(name="b.jpg", album="a1")).replies) == ("started", [])
    assert len(talk.draft.files) == 2


async def test_a_location_is_kept_only_after_a_yes(talk: Talk):
    await talk.say(LAMP)
    said = await talk.send("location", place=(27.9, 120.8))
    assert "事情发生的地方吗" in said.text
    assert talk.draft.place is None
    await talk.press("就在这里")
    assert talk.draft.place == {"latitude": 27.9, "longitude": 120.8}


async def test_what_cannot_be_taken_is_named_and_the_text_is_kept(talk: Talk):
    await talk.say(LAMP)
    assert "读不了" in (await talk.send("unsupported")).text
    assert "超过20MB" in (await talk.send(size=21 * 1024 * 1024)).text
    assert talk.draft.content().text == LAMP


async def test_a_sticker_opens_nothing(talk: Talk):
    said = await talk.send("unsupported")
    assert (said.intake, talk.draft) == (None, None)
    assert "读不了" in said.text


async def test_the_eleventh_file_is_refused(talk: Talk):
    await talk.say(LAMP)
    for number in range(10):
        await talk.send(name=f"{number}.jpg")
    assert "最多10个" in (await talk.send()).text
    assert len(talk.draft.files) == 10


async def test_an_old_button_shows_the_present_step(talk: Talk):
    await talk.say(LAMP)
    await talk.walk("是，意见建议", "跳过")
    said = await talk.press("是，意见建议")
    assert "这一步已过" in said.text
    assert "匿名" in said.labels


async def test_submitting_twice_gives_the_same_receipt_for_a_day(talk: Talk):
    await talk.say(LAMP)
    first = await talk.walk("是，意见建议", "跳过", "匿名", "确认提交")
    second = await talk.press("确认提交")
    await talk.later(hours=12)
    third = await talk.press("确认提交")
    assert first.receipt == second.receipt == third.receipt
    await talk.later(hours=13)
    late = await talk.press("确认提交")
    assert (late.receipt, len(talk.cases)) == (None, 1)
    assert "用回执码查进度" in late.text


async def test_after_the_receipt_exactly_this_intake_is_taken_out_of_the_chat(talk: Talk):
    await talk.say("海城违建拆了多少")
    before = set(talk.channel.sent)
    await talk.later(minutes=1)
    await talk.say(LAMP)
    await talk.say("海城违建拆了多少")
    await talk.walk("是，意见建议", "跳过", "匿名", "确认提交")
    ours, theirs = set(talk.channel.sent) - before, talk.mine[1:]
    await talk.later(minutes=1)
    await talk.say("海城违建拆了多少")
    said = await talk.press("删除聊天记录")
    assert set(talk.channel.deleted) == ours | set(theirs)
    assert said.text == "已清理。"


async def test_a_file_gone_with_its_draft_leaves_no_row(talk: Talk):
    await talk.send()
    await talk.later(hours=25)
    assert talk.rows(FileRow) == 0
    talk.change(lambda session: session.execute(delete(FileRow)))
