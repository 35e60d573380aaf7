"""The probe as a scheduled task of Windows that starts with its host. Never run against a real Windows.

The loop opens files itself, and runs the programs of looks all at once: one after the other they would take longer than a period.
It reads each look whole and writes what that said, since programs there end with codes of up to ten digits.
"""

import base64
import json
import subprocess
from collections.abc import Sequence

from excise.actuators.port import Command
from excise.actuators.probe import CHECK_SECONDS
from excise.actuators.windows_scripts import HOME, HOST_FUNCTIONS, TASKS
from excise.campaign.checks import READ_ABSENT, READ_PRESENT, READ_UNKNOWN, Check
from excise.campaign.looking import MOST_OUTPUT

FOLDER = rf"{HOME}\probe"
TASK = "probe"
_POWERSHELL = ("powershell.exe", "-NoProfile", "-NonInteractive", "-Command")

LOOP = (
    "param([string]$folder)\n$ErrorActionPreference = 'Stop'\n"
    + HOST_FUNCTIONS
    + f"$present, $absent, $unknown = {READ_PRESENT}, {READ_ABSENT}, {READ_UNKNOWN}\n"
    + f"$seconds, $most = {CHECK_SECONDS}, {MOST_OUTPUT}\n"
    + r"""
function Test-Open($check) {
  $isRefused = $false
  try {
    $file = [IO.File]::Open([string]$check.opens, 'Open', 'Read', 'ReadWrite, Delete')
    try { $null = $file.ReadByte() } finally { $file.Close() }
  } catch {
    # ERROR_VIRUS_INFECTED, ERROR_VIRUS_DELETED. That it is missing, or that its rights forbid it, says nothing of an engine.
    $isRefused = @(-2147024671, -2147024670) -contains $_.Exception.GetBaseException().HResult
    if (-not $isRefused) { return $unknown }
  }
  if ($isRefused -eq [bool]$check.refusal) { return $present }
  return $absent
}
function Start-Look($check) {
  $info = New-Object Diagnostics.ProcessStartInfo
  $info.FileName = [string]$check.program
  $info.Arguments = [string]$check.line
  $info.UseShellExecute = $false
  $info.CreateNoWindow = $true
  $info.RedirectStandardInput = $true
  $info.RedirectStandardOutput = $true
  $info.RedirectStandardError = $true
  try {
    $process = [Diagnostics.Process]::Start($info)
    $process.StandardInput.Close()
  } catch { return @{ Process = $null } }
  return @{ Process = $process; Out = $process.StandardOutput.ReadToEndAsync(); Err = $process.StandardError.ReadToEndAsync() }
}
function Read-Look($check, $look, $begun) {
  if ($null -eq $look.Process) { return $unknown }
  try {
    $left = [int][Math]::Max(0.0, 1000.0 * $seconds - $begun.ElapsedMilliseconds)
    if (-not $look.Process.WaitForExit($left)) {
      try { $null = & taskkill.exe /T /F /PID $look.Process.Id 2>&1 } catch { $null = $_ }
      return 124
    }
    # A child of it may hold the stream for ever.
    $isWhole = $look.Out.Wait(1000)
    $text = ''
    if ($isWhole) { $text = [string]$look.Out.Result }
    foreach ($one in $check.present_texts) { if ($text.Contains([string]$one)) { return $present } }
    $texts = @($check.present_texts).Count + @($check.absent_texts).Count
    if ($texts -gt 0 -and (-not $isWhole -or $text.Length -gt $most)) { return $unknown }
    foreach ($one in $check.absent_texts) { if ($text.Contains([string]$one)) { return $absent } }
    if (@($check.present_codes) -contains $look.Process.ExitCode) { return $present }
    if (@($check.absent_codes) -contains $look.Process.ExitCode) { return $absent }
    return $unknown
  } catch { return $unknown } finally { $look.Process.Dispose() }
}
$told = ConvertFrom-Json -InputObject ([IO.File]::ReadAllText("$folder\checks"))
$checks = @($told.checks)
$epoch = New-Object DateTime 1970, 1, 1, 0, 0, 0, ([DateTimeKind]::Utc)
$culture = [Globalization.CultureInfo]::InvariantCulture
while ([IO.File]::Exists("$folder\checks")) {
  $begun = [Diagnostics.Stopwatch]::StartNew()
  try {
    $at = ([DateTime]::UtcNow - $epoch).TotalSeconds.ToString('F3', $culture)
    $line = "$at $(Get-UpText) $(Get-StartId)"
    $looks = @(foreach ($check in $checks) { if ($check.opens) { Test-Open $check } else { Start-Look $check } })
    for ($place = 0; $place -lt $checks.Count; $place++) {
      $code = $looks[$place]
      if ($code -isnot [int]) { $code = Read-Look $checks[$place] $code $begun }
      $line += " $code"
    }
    [IO.File]::AppendAllText("$folder\samples", "$line`n")
  } catch { $null = $_ } # a sample that is missing is not known
  Start-Sleep -Milliseconds ([int][Math]::Max(1.0, 1000.0 * [double]$told.period - $begun.ElapsedMilliseconds))
}
"""
)
"""What the task runs, as the system."""

# The texts below are arguments of a program: a double quote would not survive its command line.
_STOP = rf"""
$ErrorActionPreference = 'Stop'
$folder = '{FOLDER}'
$tasks = '{TASKS}'
$name = '{TASK}'
Stop-ScheduledTask -TaskPath $tasks -TaskName $name -ErrorAction SilentlyContinue
for ($asked = 0; $asked -lt 100; $asked++) {{
  $task = Get-ScheduledTask -TaskPath $tasks -TaskName $name -ErrorAction SilentlyContinue
  if ($null -eq $task -or [string]$task.State -ne 'Running') {{ break }}
  Start-Sleep -Milliseconds 200
}}
"""
BEGIN = (
    "param([string]$loop, [string]$checks)\n"
    + _STOP
    + r"""
$null = [IO.Directory]::CreateDirectory($folder)
[IO.File]::WriteAllBytes($folder + '\loop', [Convert]::FromBase64String($loop))
[IO.File]::WriteAllBytes($folder + '\checks', [Convert]::FromBase64String($checks))
$block = '([scriptblock]::Create([IO.File]::ReadAllText(''{0}\loop'')))' -f $folder
$command = '-NoProfile -NonInteractive -Command & {0} ''{1}''' -f $block, $folder
$action = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument $command
$principal = New-ScheduledTaskPrincipal -UserId 'S-1-5-18' -LogonType ServiceAccount -RunLevel Highest
$settings = New-ScheduledTaskSettingsSet -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries -MultipleInstances IgnoreNew `
  -ExecutionTimeLimit ([TimeSpan]::Zero) -Priority 4 -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1)
$null = Register-ScheduledTask -TaskPath $tasks -TaskName $name -Action $action -Principal $principal -Settings $settings `
  -Trigger (New-ScheduledTaskTrigger -AtStartup) -Force
Start-ScheduledTask -TaskPath $tasks -TaskName $name
"""
)
END = (
    _STOP
    + r"""
if ($null -ne $task) { Unregister-ScheduledTask -TaskPath $tasks -TaskName $name -Confirm:$false }
for ($tried = 0; [IO.Directory]::Exists($folder); $tried++) {
  try { [IO.Directory]::Delete($folder, $true) } catch { if ($tried -ge 20) { exit 1 } }
  Start-Sleep -Milliseconds 200
}
"""
)
_OPEN = rf"""
$ErrorActionPreference = 'Stop'
if (-not [IO.File]::Exists('{FOLDER}\samples')) {{ exit 1 }}
$file = [IO.File]::Open('{FOLDER}\samples', 'Open', 'Read', 'ReadWrite, Delete')
"""
READ = (
    "param([long]$offset)\n"
    + _OPEN
    + r"""
$null = $file.Seek($offset, 'Begin')
$out = [Console]::OpenStandardOutput()
$file.CopyTo($out)
$out.Flush()
"""
)
SIZE = _OPEN + "[Console]::Out.Write($file.Length)\n"


class TaskProber:
    """The probe on Windows hosts; see `Prober`."""

    def begin(self, checks: Sequence[Check], period_seconds: float = 1.0) -> tuple[str, ...]:
        """See `Prober`."""
        told = {"period": period_seconds, "checks": [_told(one) for one in checks]}
        return _argv(BEGIN, _encoded(LOOP), _encoded(json.dumps(told)))

    def read(self, offset: int = 0) -> Command:
        """See `Prober`."""
        return Command(argv=_argv(READ, str(offset)))

    def size(self) -> Command:
        """See `Prober`."""
        return Command(argv=_argv(SIZE))

    def end(self) -> tuple[str, ...]:
        """See `Prober`."""
        return _argv(END)


def _told(check: Check) -> dict[str, object]:
    """Give a check as the loop reads it."""
    look = check.look
    if check.opens:
        return {"opens": check.opens, "refusal": check.refusal}
    return {
        "program": look.run[0],
        "line": subprocess.list2cmdline(look.run[1:]),
        "present_texts": look.present_texts,
        "absent_texts": look.absent_texts,
        "present_codes": look.present_codes,
        "absent_codes": look.absent_codes,
    }


def _argv(text: str, *arguments: str) -> tuple[str, ...]:
    """Give the command that runs a text with arguments in which nothing stands that a quote could end."""
    return (*_POWERSHELL, " ".join([f"& {{ {text} }}", *(f"'{one}'" for one in arguments)]))


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
