"""Typed words do what a button does, and only when the message says nothing else."""

from pathlib import Path

import pytest

from bot.phrases import Command, Correction, Phone, PhraseReader
from nlu.normalization import normalize

RULES = Path(__file__).parents[2] / "data/intake/phrases.yml"
READER = PhraseReader(RULES, lambda text: normalize(text).text)

COMMANDS = """
done: 写完了|说完了|就这些|没有补充了|讲完了|寫完了|写玩了|就这些了|没有了|没了|完了|没别的了|我说完了|我讲完了。
done: 好了，就这些|说完啦|没什么要说的了|填完了|发完了|到此为止|以上|就说到这里|没啥补充|已经写好了|嗯，说完了
done: 没什么补充的了|木有了|就这么多|没有要补充的了|xiewanle
skip: 跳过|不清楚|不知道|没有|跳過|略过|不晓得|我不知道|不太清楚|不记得了|忘了|记不清了|没|无|不确定|pass|skip|下一个
skip: 不填|没有照片|暂时没有|唔知|真的不清楚|不知道啊|这个不填|说不清|冇|先跳过吧|没有证据|不方便说|buzhidao
back: 上一步|返回|退回|上一个|回到上一步|返回上一步吧|后退|退一步|倒回去|回上一步|上一题|返回一下|请返回|back|fanhui
back: 回去|我要返回|退回去|上一布|返回！|前一步|那就返回吧|帮我返回|退回上一步|改上一步|回退|回头
yes: 是|对|好的|可以|没错|确认|是的|对的|对啊|嗯|嗯嗯|行|好吧|ok|OK|yes|確認|没问题|好|是啊|好滴|可以的|要得|对对对
yes: 是的是的|好的谢谢|同意|中
anonymous: 匿名|不留名|不留联系方式|不要写我名字|匿名吧|匿明|我要匿名|匿名谢谢|不实名|别写我的名字|不留电话|不想留名
anonymous: 保密身份|不具名|请匿名|还是匿名吧|匿名的|我选匿名|不要留名字|不想让人知道我是谁|niming|不署名|不要暴露我
anonymous: 不敢留名|好的，匿名|名字不写|不要写名字了
named: 实名|留名字|实名吧|我要实名|实明|留个电话|留姓名|署名|不匿名|留联系方式|實名|我选实名|实名的|真名|不用匿名
named: 愿意实名|可以留名|我不怕留名|留下电话|shiming|用真实姓名|好的实名|那就实名|可以打我电话|写我名字|我留个电话
submit: 提交|交上去|确认提交|发出去|报上去|快提交|提交吧|题交|上交|递交|交吧|好的，提交|没问题，提交|確認提交|发送
submit: tijiao|提交了吧|快交上去吧|请提交|直接提交|上报|帮我提交|送上去|就这样提交|可以提交了|确定提交|交掉|发给领导
submit: submit
show: 看看我写的|把填好的给我看一下|我填了什么|看一下我写的|我写了什么|让我看看|给我看看|预览|我写了些什么？|看草稿
show: 再看一遍|我刚才说了啥|核对一下|把写好的给我看看|先看看|看看填的|显示我写的|看下我填的内容|把我写的给我看看
show: 检查一下|我都填了什么|給我看看|看看我写的对不对|列出来看看|让我看一下|preview
change_kind: 换一类|换类别|换个类别|类别不对|改类别|选错类别了|換一類|换一种|重新选类别|类型错了|换类型|分类错了
change_kind: 换别的类|归错类了|不是投诉|换一类吧|我要换一类|请换一类|帮我换一类|改一下类别|换一下类型|不是这一类|选错了
change_kind: 不是这个类型|那换一类
withdraw: 撤回|撤掉|撤销|撤诉|收回|我要撤回|撤回吧|把投诉撤回|撤回我的举报|我想撤回|帮我撤回|撤回刚才的|撒回|chehui
withdraw: 撤了吧|撤下来|请撤回|撤回投诉|撤销举报|撤回那个建议|收回我的建议|把刚才的撤回|把之前的举报撤掉|撤消|撤回！
withdraw: 撤單|撤件
cancel: 取消|算了|不说了|不填了|不举报了|我还是打电话去吧|太麻烦了 不弄了|那我不在这里讲了|算了吧|不写了|不搞了|放弃
cancel: 退出|不投诉了|不想说了|cancel|当我没说|作废|不用了|我不说了|取消吧谢谢|算了算了|不弄了|懒得写了|没意思，不填了
cancel: 打12345去|拉倒吧|不跟机器人说了|下次再说吧|不敢举报了|算了，不说了
restore: 恢复|接着写|继续填|恢复一下|继续写|接着说|继续|我要恢复|恢復|接着填吧|继续吧|找回刚才的|恢复草稿|我要继续写
restore: 接着来|回到填写|还是继续|还原|继续反映|请恢复|帮我恢复|恢复刚才的内容|我还要写|我还是写吧|继续投诉|restore
restore: 往下写
person: 人工|找个真人|转人工|人工客服|我要人工|真人|找人|有人吗|人呢|客服|换个人|活人|我要找真人|叫个人来|请转人工
person: 转人工服务|帮我转人工|工作人员|找工作人员|人工服务|有没有真人|我要跟人说|太麻烦了，转人工|不要机器人|rengong
person: 人供|来个人
acknowledge: 我知道了|知道了|明白了|了解了|晓得了|收到|懂了|清楚了|看到了|我明白了|好的知道了|已读|看完了|知道了谢谢
acknowledge: 嗯，知道了|我晓得了|收到了|已阅|明白|知道啦|都知道了|看过了|悉知|zhidaole|了解|我知道了。
kind complaint: 投诉|我要投诉|投訴|我想投诉|是投诉|投诉吧
kind suggestion: 建议|意见建议|提建议|是建议|建議|我要提意见
kind tip_off: 举报|我要举报|舉報|检举|检举控告|jubao
kind appeal: 申诉|我要申诉|申訴|属于申诉
kind praise: 表扬|表扬感谢|我要表扬|感谢信
change_kind suggestion: 不是投诉是建议|不是投诉，是建议|改成建议|换成意见建议|应该是建议不是投诉
change_kind tip_off: 不是建议，我要举报|改成举报
"""
CONTENT = """
他们叫我算了|村里提交的材料是假的|我匿名举报过两次没人理|不知道谁把路挖了|没有人管|没有路灯|取消了公交车
他们取消我的低保|提交材料三次都不收|返回的押金没给我|写完检讨就没事了？|可以匿名吗|匿名会不会被查到|怎么撤回
撤回了通报吗|谁说可以提交假合同|书记说知道了然后没下文|他说他不清楚|工作人员态度差|人工费没付|客服电话打不通
实名举报没有回音|实名举报人被打击报复|我投诉过|投诉三次没人管|我建议多装路灯|建议修路|表扬一下王医生|申诉期是多久
不是我干的|对面在违建|是村主任拿的钱|好的路又挖了|好好的树砍了|行政执法局不作为|可以开工了还没开|没错就是他贪的
确认书是假的|跳过了公示程序|下一步整改怎么做|不清楚账目去向|上一步的拆迁款没到|继续施工扰民|恢复绿化|接着又来收钱
看看我们村的路|我写的信没人回|填了土方没给钱|把填好的表给我扣了|知道是谁干的|收到罚单|明白人都晓得|换一类垃圾桶
类别是工程款|这条路算了多少面积|不说清楚不给签|不填表就不发补贴|不举报没人管|打电话没人接|退出机制没建|放弃承包地没补偿
作废的发票报销了|完了工不给钱|就这些钱不够|说完就走了|没有补充协议|找人顶包|有人吗？村委会一直关门|人呢，都不上班
电话13800000000是骗子的|张三收了钱，电话13800000000|王强打人，电话13800000000|我叫张三|我是海城人|谢谢|我的天
"""
BY_COMMAND = [row.split(": ") for row in COMMANDS.strip().splitlines()]
TYPED = [(text, Command(*name.split())) for name, row in BY_COMMAND for text in row.split("|")]


@pytest.mark.parametrize(("text", "command"), TYPED)
def test_a_typed_phrase_is_its_command(text, command):
    assert READER.commands(text) == (command,)


@pytest.mark.parametrize("text", [text for row in CONTENT.strip().splitlines() for text in row.split("|")])
def test_a_sentence_that_reports_something_is_no_command(text):
    assert READER.commands(text) is None


def names(commands):
    return [command.name for command in commands]


@pytest.mark.parametrize(
    ("text", "expected"),
    {
        "讲完了 匿名": "done anonymous",
        "就这个 不留联系方式": "done anonymous",
        "是的，匿名，提交": "yes anonymous submit",
        "好的 匿名": "anonymous",
        "写完了，匿名，快提交吧谢谢": "done anonymous submit",
        "是投诉，匿名": "kind anonymous",
        "我要匿名举报": "anonymous kind",
        "没有了 跳过 提交": "done skip submit",
    }.items(),
)
def test_several_commands_at_once_are_all_taken(text, expected):
    assert names(READER.commands(text)) == expected.split()


@pytest.mark.parametrize(
    ("text", "values"),
    {
        "实名，我叫张三，电话13800000000": {"name": "张三", "phone": "13800000000"},
        "我叫欧阳小明，手机 138-0000-0000": {"name": "欧阳小明", "phone": "13800000000"},
        "實名 李四 13900000000": {"name": "李四", "phone": "13900000000"},
        "留个电话 138 0000 0000": {"phone": "13800000000"},
        "实名，电话一三八零零零零零零零零": {"phone": "13800000000"},
        "我的电话是+8613800000000": {"phone": "13800000000"},
        "实名，0577-85851359": {"phone": "057785851359"},
        "实名，电话1380000000": {"bad_phone": "1380000000"},
        "留个电话 138000000001": {"bad_phone": "138000000001"},
    }.items(),
)
def test_name_and_number_are_read_with_named(text, values):
    commands = READER.commands(text) or ()
    assert Command("named") in commands
    assert {command.name: command.value for command in commands if command.value} == values


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("路坏了三个月了，匿名", "路坏了三个月了", "anonymous"),
        ("匿名，路坏了三个月了", "路坏了三个月了", "anonymous"),
        ("路灯不亮。写完了，匿名", "路灯不亮。", "done anonymous"),
        ("投诉：路坏了，没人修，提交", "投诉：路坏了，没人修", "submit"),
        ("路坏了，实名，我叫张三，电话13800000000", "路坏了", "named name phone"),
        ("是的，路灯也坏了", "路灯也坏了", "yes"),
        ("他们不管，算了", "他们不管，算了", ""),
        ("路坏了，不知道", "路坏了，不知道", ""),
        ("打人的是村霸，王强，电话13800000000", "打人的是村霸，王强，电话13800000000", ""),
        ("各位领导好，路坏了", "各位领导好，路坏了", ""),
        ("路坏了", "路坏了", ""),
        ("写完了", "", "done"),
        ("", "", ""),
    ],
)
def test_command_clauses_are_taken_off_a_report(text, content, expected):
    left, commands = READER.split(text)
    assert (left, names(commands)) == (content, expected.split())


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("不对不对 写错了，是海城不是沙城", "沙城", "海城"),
        ("不是三楼是四楼", "三楼", "四楼"),
        ("把沙城改成海城", "沙城", "海城"),
        ("刚才说错了 应该是五月", None, "五月"),
        ("名字写错了 是王五", None, "王五"),
        ("是海城不是沙城，写错了", "沙城", "海城"),
        ("写錯了 是滄寧", None, "滄寧"),
        ("打错字了，应该是2018年", None, "2018年"),
    ],
)
def test_a_correction_gives_the_citizens_own_words(text, old, new):
    assert READER.correction(text) == Correction(old, new)


@pytest.mark.parametrize(
    "text",
    [
        "他们把账写错了，是故意的",
        "海城整改成效如何",
        "不是投诉是建议",
        "是他打我不是我打他",
        "是不是只有激励没有容错",
        "路坏了",
        "写完了",
        "",
    ],
)
def test_a_report_or_a_question_corrects_nothing(text):
    assert READER.correction(text) is None


OPENERS = {
    "complaint": "我要投诉|投訴|想投诉一个单位|在哪里投诉|我来投诉的",
    "suggestion": "提个建议|想提个意见|我有几点建议|我來提個建議",
    "tip_off": "我要举报|我想匿名举报|举报一个干部|我要实名举报",
    "appeal": "我要申诉|我想申诉一个事",
    "praise": "我要表扬|想表扬一个人",
    "feedback": "想反映个事|有话跟你们说|我有事要反映|反映一下|跟你们讲个事情",
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, row in OPENERS.items() for text in row.split("|")])
def test_an_announcement_names_its_kind(kind, text):
    assert READER.opener(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "你们管不管违建 我要举报",
        "路坏了",
        "我举报过没人理",
        "投诉电话多少",
        "举报需要实名吗",
        "可以匿名投诉吗",
        "投诉几天有答复",
        "你好",
        "好的",
        "",
    ],
)
def test_a_message_with_content_is_no_announcement(text):
    assert READER.opener(text) is None


@pytest.mark.parametrize(
    ("text", "number", "well_formed"),
    [
        ("138 0000 0000", "13800000000", True),
        ("打我+86 138-0000-0000", "13800000000", True),
        ("一三八〇〇〇〇〇〇〇〇", "13800000000", True),
        ("0577-85851359", "057785851359", True),
        ("1380000000", "1380000000", False),
        ("电话 85851359", "85851359", False),
        ("电话13900000000", "13900000000", True),
        ("+86 139-0000-0000", "13900000000", True),
        ("139 0000 0000", "13900000000", True),
        ("手机一三九零零零零零零零零", "13900000000", True),
        ("１３９００００００００", "13900000000", True),
        ("0577-80000000", "057780000000", True),
        ("(0577)80000000", "057780000000", True),
        ("电话1390000000", "1390000000", False),
        ("手机139000000001", "139000000001", False),
        ("号码是80000000", "80000000", False),
    ],
)
def test_a_telephone_number_is_read_however_it_is_written(text, number, well_formed):
    assert READER.phone(text) == Phone(number, well_formed)


@pytest.mark.parametrize(
    "text",
    [
        "1234 5678 1234 5678",
        "打12388没人接",
        "罚了13800000元",
        "330302199001011234",
        "没有",
        "",
        "没有电话",
        "打过12345",
        "电话12388",
        "身份证号码330302199001011234",
    ],
)
def test_other_numbers_are_no_telephone(text):
    assert READER.phone(text) is None


RATINGS = {
    5: "非常满意|给5分|五星|很好|5",
    4: "满意|滿意|不错",
    3: "一般|还行",
    2: "不满意|不太满意",
    1: "很差|差评|1分|非常不满意",
}


@pytest.mark.parametrize(
    ("stars", "text"), [(stars, text) for stars, row in RATINGS.items() for text in row.split("|")]
)
def test_a_judgement_is_one_to_five(stars, text):
    assert READER.rating(text) == stars


@pytest.mark.parametrize("text", ["村民对拆迁不满意，要求重来", "满意？不满意", "6分", "路坏了", ""])
def test_anything_else_is_no_rating(text):
    assert READER.rating(text) is None
