"""What is wrong with a catalogue file, in an administrator's words: where, what, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from app.errors import AppError, Problem, Rejected

_KINDS: Final = MappingProxyType(
    {
        "string": "文字",
        "integer": "整数",
        "number": "数字",
        "boolean": "true 或 false",
        "array": "列表 […]",
        "object": "一组 {…}",
        "null": "null",
    }
)
Facts = Mapping[str, Any]


def _listed(values: Iterable[object]) -> str:
    return "、".join(map(str, values)) or "（还没有）"


def _kind(name: object) -> str:
    return _KINDS.get(str(name), str(name))


FAULTS: Final[Mapping[str, Callable[[Facts], str]]] = MappingProxyType(
    {
        "no-file": lambda _: "没有这个文件。请看看路径写对了没有",
        "not-a-file": lambda _: "不是普通文件",
        "cannot-read": lambda f: f"读不了（{f['why']}）。请检查文件权限",
        "too-big": lambda f: (
            f"文件有 {f['bytes']:,} 字节，最多 {f['limit']:,}。一个事项写一个文件，图片不要放进来"
        ),
        "not-utf8": lambda f: f"第 {f['line']} 行起不是 UTF-8 文字。请用编辑器另存为 UTF-8",
        "empty-file": lambda _: "文件是空的",
        "not-json": lambda f: (
            f"第 {f['line']} 行第 {f['column']} 个字符起不成 JSON（{f['why']}）。"
            "多半是少了逗号、引号或者括号，或者用了中文标点"
        ),
        "too-deep": lambda f: (
            f"条件套得太深，最多 {f['limit']} 层。请拆开写" if "limit" in f else "括号套得太深，读不了"
        ),
        "wrong-type": lambda f: f"应当是{_kind(f['wanted'])}，现在是{_kind(f['found'])}：{f['value']}",
        "missing": lambda _: "缺这一项。不知道的写 null",
        "unknown-key": lambda f: f"不认得这一项。可以写的有：{_listed(f['known'])}",
        "doubled-key": lambda _: "同一项写了两遍，不知道以哪个为准。请删去一个",
        "blank": lambda _: "是空白的。不知道的写 null，或者删去这一项",
        "too-long": lambda f: f"有 {f['length']} 个字，最多 {f['limit']} 个",
        "bad-character": lambda f: f"第 {f['place']} 个字符 {f['point']} 看不见或者印不出。请删去重打",
        "edge-space": lambda f: f"前后有空格：{f['value']}。请删去空格",
        "bad-code": lambda f: (
            f"代码 {f['value']} 不合规则：小写字母开头，只用小写字母、数字、_、-，最多 40 个"
        ),
        "bad-basic-code": lambda f: f"{f['value']} 不是基本编码：应为 12 位数字",
        "bad-implementation-code": lambda f: (
            f"{f['value']} 不是实施编码：应为 31 位（统一社会信用代码 18 位、行使层级 1–6、基本编码 12 位）"
        ),
        "bad-pinyin": lambda f: f"{f['value']} 不是拼音：小写字母，一字一音，用一个空格分开，ü 写 v",
        "out-of-range": lambda f: f"{f['value']} 不在 {f['low']} 到 {f['high']} 之间",
        "not-one-of": lambda f: f"没有 {f['value']} 这一种。可以写：{_listed(f['allowed'])}",
        "too-few": lambda f: f"只有 {f['length']} 个，至少要 {f['least']} 个",
        "too-many": lambda f: f"有 {f['length']} 个，最多 {f['most']} 个",
        "other-format": lambda f: (
            f"格式版本是 {f['value']}，本程序只认 {f['format']}。请升级程序，或者改写文件"
        ),
        "empty-condition": lambda f: f"条件是空的。请写一种：{_listed(f['known'])}；总是成立的，删去 when",
        "mixed-condition": lambda f: f"一个条件里写了几种：{_listed(f['found'])}。请用 all 或者 any 合起来",
        "doubled-code": lambda f: f"代码 {f['value']} 在 {f['first']} 已经用过。请换一个",
        "doubled-entry": lambda f: f"{f['value']} 写了两遍。请删去一个",
        "unknown-question": lambda f: f"没有 {f['value']} 这个问题。有的是：{_listed(f['known'])}",
        "unknown-choice": lambda f: f"那个问题没有 {f['value']} 这个选项。有的是：{_listed(f['known'])}",
        "question-later": lambda f: (
            f"问题 {f['question']} 要看后面的问题 {f['later']}。请把 {f['later']} 移到它前面"
        ),
        "question-cycle": lambda f: f"问题的条件绕成了圈：{' → '.join(f['cycle'])}。请去掉其中一个条件",
        "deferral-not-allowed": lambda f: (
            f"necessity 是 {f['necessity']}，不能写容缺。来源明说可容缺的，把 necessity 改为 deferrable；"
            "否则删去 deferral"
        ),
        "empty-limit": lambda _: "没有写 legal 也没有写 promised。请写一个，或者删去这一条",
        "codes-differ": lambda f: f"后 12 位 {f['part']} 与基本编码 {f['basic']} 不同。请核对",
        "pinyin-of-nothing": lambda f: (
            f"名称、别名、部门里没有这个。请改成：{_listed(f['known'])}；或者删去，导入时自动补上"
        ),
        "pinyin-length": lambda f: f"有 {f['found']} 个音，应有 {f['wanted']} 个，一字一音",
        "pinyin-mismatch": lambda f: (
            f"「{f['char']}」没有 {f['found']} 这个读音，有的是：{_listed(f['known'])}"
        ),
        "code-in-two-files": lambda f: f"与 {f['first']} 的事项代码相同。请换一个",
    }
)

DOUBTS: Final[Mapping[str, Callable[[Facts], str]]] = MappingProxyType(
    {
        "many-choices": lambda f: f"有 {f['count']} 个选项，数字键只能选前 {f['keys']} 个，后面的要用方向键",
        "question-unused": lambda f: f"问题 {f['value']} 的答案不影响任何材料和时限，窗口要多按一个键",
        "promised-longer": lambda f: f"承诺时限 {f['promised']} 比法定时限 {f['legal']} 还长，请核对",
        "credit-code-check": lambda f: (
            f"统一社会信用代码 {f['credit']} 的校验位不对（早期代码有这种情况），请核对"
        ),
        "unknown-certificate": lambda f: (
            f"证照类型 {f['value']} 不在 certificate_types.json 里，不会显示名称，也不会自动免提交"
        ),
    }
)

_TROUBLES: Final = MappingProxyType(
    {
        "in-use": "本机的受理台正开着。目录没有变。请先退出受理台，再导入",
        "wrong-key": "打不开本机数据库：密钥不对。目录没有变。请运行 window-clerk doctor",
        "no-key": "找不到本机数据库的密钥。目录没有变。请运行 window-clerk doctor",
        "damaged": "本机数据库损坏。目录没有变。请运行 window-clerk doctor",
        "read-only": "本机数据文件夹不能写。目录没有变。请检查文件夹权限",
        "disk-full": "磁盘满了。目录没有变。请腾出空间再导入",
        "rolled-back": "本机数据库比日志旧。目录没有变。请运行 window-clerk doctor",
        "newer-schema": "本机数据库是更新版本的程序写的。目录没有变。请升级程序",
    }
)


def _sentence(words: Mapping[str, Callable[[Facts], str]], problem: Problem) -> str:
    return f"{problem.field or '整个文件'}：{words[problem.code](problem.facts)}。"


def fault(problem: Problem) -> str:
    """One fault: its path, what is wrong there, what to do."""
    return _sentence(FAULTS, problem)


def doubt(problem: Problem) -> str:
    """One doubt: the file was taken all the same."""
    return _sentence(DOUBTS, problem)


def trouble(error: AppError) -> str:
    """Why the catalogue could not be opened, that nothing has changed, and what to do."""
    if isinstance(error, Rejected):
        where = "；".join(f"{problem.field or '整个文件'} {problem.code}" for problem in error.problems)
        return (
            f"大厅的设置有错，打不开：{where}。目录没有变。请改好 site.toml，或者运行 window-clerk doctor。"
        )
    words = _TROUBLES.get(error.code, "打不开本机数据。目录没有变。请运行 window-clerk doctor")
    return f"{words}（{error.code}）。"
