"""The fixed PowerShell texts that run on Windows hosts (5.1, which every supported Windows has). What differs comes as arguments.

Each answers with one line of JSON that holds a number used once: what a profile or a broken link says can't be taken for it.
Values of secrets pass through no command of PowerShell, only through methods: its logs keep the arguments of commands.
"""

HOME = r"C:\ProgramData\excise"
"""Below it `steps` and `secrets`; only the system and administrators may enter."""
TASKS = "\\excise\\"
"""Folder of the scheduled tasks."""
KEPT_BYTES = 32768
"""Kept of the beginning of a step's output, and as much of its end."""

# The id of the host's start: a key that the system forgets when it ends. The time of the last start moves with the clock.
# Of two that make it at once, one has an id that nobody knows later: that looks like a restart, and is looked at again.
HOST_FUNCTIONS = r"""
function Get-StartId {
  $key = [Microsoft.Win32.Registry]::LocalMachine.CreateSubKey('SOFTWARE\excise-start',
    [Microsoft.Win32.RegistryKeyPermissionCheck]::ReadWriteSubTree, [Microsoft.Win32.RegistryOptions]::Volatile)
  if ($null -eq $key.GetValue('id')) { $key.SetValue('id', [guid]::NewGuid().ToString()) }
  $id = [string]$key.GetValue('id')
  $key.Close()
  return $id
}
function Get-Up { return [Diagnostics.Stopwatch]::GetTimestamp() / [double][Diagnostics.Stopwatch]::Frequency }
function Get-UpText { return (Get-Up).ToString('F2', [Globalization.CultureInfo]::InvariantCulture) }
"""
"""The id of the host's start and the seconds since, by the clock that does not jump."""

_SAY = r"""
function Write-Answer($number, $words, $out, $err, $cut) {
  $answer = @{ number = $number; words = @($words); cut = [bool]$cut
    out = [Convert]::ToBase64String([byte[]]$out); err = [Convert]::ToBase64String([byte[]]$err) }
  ConvertTo-Json -InputObject $answer -Compress
}
"""

# Runs a program with bounds on time and output. What it leaves running may hold a stream for ever: let go a second after its end.
# $grace: so long after its time one that can't be ended is waited for; without it, for ever.
_RUN = r"""
function New-Kept($most) {
  @{ First = New-Object IO.MemoryStream; Last = New-Object IO.MemoryStream; Most = $most; Total = [long]0 }
}
function Add-Kept($kept, $bytes, $count) {
  $kept.Total += $count
  $room = [int][Math]::Max(0, [Math]::Min($count, $kept.Most - $kept.First.Length))
  $kept.First.Write($bytes, 0, $room)
  $kept.Last.Write($bytes, $room, $count - $room)
  if ($kept.Last.Length -gt 4 * $kept.Most + 65536) {
    $all = $kept.Last.ToArray()
    $kept.Last.SetLength(0)
    $kept.Last.Write($all, $all.Length - $kept.Most, $kept.Most)
  }
}
function Get-Tail($kept) {
  $all = $kept.Last.ToArray()
  $from = [int][Math]::Max(0, $all.Length - $kept.Most)
  $some = New-Object byte[] ($all.Length - $from)
  [Array]::Copy($all, $from, $some, 0, $some.Length)
  return , $some
}
function Invoke-Bounded($program, $line, $variables, $given, $seconds, $outKept, $errKept, $grace) {
  $info = New-Object Diagnostics.ProcessStartInfo
  $info.FileName = $program
  $info.Arguments = $line
  $info.UseShellExecute = $false
  $info.CreateNoWindow = $true
  $info.RedirectStandardInput = $true
  $info.RedirectStandardOutput = $true
  $info.RedirectStandardError = $true
  foreach ($one in $variables) { $info.EnvironmentVariables[[string]$one[0]] = [string]$one[1] }
  try { $process = [Diagnostics.Process]::Start($info) } catch {
    $words = [Text.Encoding]::UTF8.GetBytes($_.Exception.Message + "`n")
    Add-Kept $errKept $words $words.Length
    return 127
  }
  try {
    if ($given.Length) { $process.StandardInput.BaseStream.Write($given, 0, $given.Length) }
    $process.StandardInput.Close()
  } catch { $null = $_ }
  $streams = @($process.StandardOutput.BaseStream, $process.StandardError.BaseStream)
  $kepts = @($outKept, $errKept)
  $buffers = @((New-Object byte[] 65536), (New-Object byte[] 65536))
  $never = New-Object 'Threading.Tasks.TaskCompletionSource[int]'
  $tasks = New-Object 'Threading.Tasks.Task[]' 2
  foreach ($which in 0, 1) { $tasks[$which] = $streams[$which].ReadAsync($buffers[$which], 0, 65536) }
  $clock = [Diagnostics.Stopwatch]::StartNew()
  $open = 2
  $late = $false
  $endedAt = -1
  while ($open -gt 0 -or -not $process.HasExited) {
    $which = [Threading.Tasks.Task]::WaitAny($tasks, 200)
    if ($which -ge 0) {
      $count = $tasks[$which].Result
      if ($count -le 0) { $tasks[$which] = $never.Task; $open -= 1 } else {
        Add-Kept $kepts[$which] $buffers[$which] $count
        $tasks[$which] = $streams[$which].ReadAsync($buffers[$which], 0, 65536)
      }
    }
    if (-not $late -and -not $process.HasExited -and $clock.Elapsed.TotalSeconds -ge $seconds) {
      $late = $true
      try { $null = & taskkill.exe /T /F /PID $process.Id 2>&1 } catch { $null = $_ }
    }
    if ($late -and $null -ne $grace -and $clock.Elapsed.TotalSeconds -ge $seconds + $grace) { break }
    if ($process.HasExited) {
      if ($endedAt -lt 0) { $endedAt = $clock.Elapsed.TotalSeconds }
      if ($clock.Elapsed.TotalSeconds - $endedAt -ge 1) { break }
    }
  }
  if ($late) { return 124 }
  return $process.ExitCode
}
"""

START_ID = (
    "param([string]$number)\n$ErrorActionPreference = 'Stop'\n"
    + HOST_FUNCTIONS
    + _SAY
    + 'Write-Answer $number @("0") ([Text.Encoding]::ASCII.GetBytes("$(Get-StartId)`n$(Get-UpText)`n")) @() $false\n'
)
"""Asks for the id of the host's start, and the seconds since."""

OBSERVE = (
    "param([string]$number, [int]$seconds, [int]$most, [string]$program, [string]$line)\n$ErrorActionPreference = 'Stop'\n"
    + _RUN
    + _SAY
    + r"""
$out = New-Kept $most
$err = New-Kept 4096
$code = Invoke-Bounded $program $line @() (New-Object byte[] 0) $seconds $out $err
Write-Answer $number @([string]$code) $out.First.ToArray() $err.First.ToArray() ($out.Total -gt $most)
"""
)
"""Runs a program that only looks."""

START = (
    "param([string]$number, [string]$id, [string]$digest, [string]$step, [string]$unit, [string]$boot, [int]$until, "
    "[int]$seconds, [string]$secrets)\n$ErrorActionPreference = 'Stop'\n"
    + HOST_FUNCTIONS
    + _SAY
    + rf"""
$homeFolder = '{HOME}'
$tasks = '{TASKS}'
"""
    + r"""
$system = 'S-1-5-18'
$trusted = @($system, 'S-1-5-32-544')
$d = "$homeFolder\steps\$id"
$r = "$homeFolder\secrets\$id"
function Protect-Path($path, $grants) {
  $null = & icacls.exe $path /inheritance:r /grant:r $grants 2>&1
  if ($LASTEXITCODE -ne 0) { throw "the rights of $path could not be set" }
}
function Write-Whole($path, $text) {
  $bytes = (New-Object Text.UTF8Encoding $false).GetBytes($text)
  $file = New-Object IO.FileStream "$path.new", 'Create', 'Write', 'None', 4096, 'WriteThrough'
  $file.Write($bytes, 0, $bytes.Length)
  $file.Flush($true)
  $file.Close()
  if ([IO.File]::Exists($path)) { [IO.File]::Delete($path) }
  [IO.File]::Move("$path.new", $path)
}
function Start-Step {
  # Anyone may make a folder there: one that is a stranger's is not used.
  if ([IO.Directory]::Exists($homeFolder)) {
    $owner = [IO.Directory]::GetAccessControl($homeFolder).GetOwner([Security.Principal.SecurityIdentifier]).Value
    $isLink = ([IO.File]::GetAttributes($homeFolder) -band [IO.FileAttributes]::ReparsePoint) -ne 0
    if ($isLink -or $trusted -notcontains $owner) { return 'refused', "$homeFolder is there and is not the system's" }
  } else {
    $rights = New-Object Security.AccessControl.DirectorySecurity
    $rights.SetSecurityDescriptorSddlForm('O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)')
    $null = [IO.Directory]::CreateDirectory($homeFolder, $rights)
  }
  Protect-Path $homeFolder @('*S-1-5-18:(OI)(CI)F', '*S-1-5-32-544:(OI)(CI)F')
  if ([IO.File]::Exists("$d\asked") -and [IO.File]::ReadAllText("$d\asked") -ne $digest) { return 'other' }
  if ([IO.File]::Exists("$d\ran")) { return 'begun' }
  if ($boot -ne '' -and $boot -ne (Get-StartId)) { return 'restarted' }
  if ($until -ge 0 -and [Math]::Floor((Get-Up)) -gt $until) { return 'late' }
  $null = [IO.Directory]::CreateDirectory($d)
  Write-Whole "$d\step" $step
  Write-Whole "$d\unit" $unit
  Write-Whole "$d\asked" $digest
  $null = [IO.Directory]::CreateDirectory($r)
  foreach ($one in $secrets.Split([char[]]"`n", [StringSplitOptions]::RemoveEmptyEntries)) {
    $pair = $one.Split(' ')
    $path = "$r\" + $pair[0]
    if ([IO.File]::Exists($path)) { [IO.File]::Delete($path) }
    [IO.File]::WriteAllBytes($path, [Convert]::FromBase64String($pair[1]))
    Protect-Path $path @('*S-1-5-18:F')
    $null = & icacls.exe $path /setowner '*S-1-5-18' 2>&1
  }
  # The text as a block: no policy about script files can keep it from running.
  $command = "-NoProfile -NonInteractive -Command `"& ([scriptblock]::Create([IO.File]::ReadAllText('$d\unit'))) '$d' '$r'`""
  $action = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument $command
  $principal = New-ScheduledTaskPrincipal -UserId $system -LogonType ServiceAccount -RunLevel Highest
  $limit = New-TimeSpan -Seconds ($seconds + 300)
  $settings = New-ScheduledTaskSettingsSet -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries -ExecutionTimeLimit $limit `
    -MultipleInstances IgnoreNew
  $null = Register-ScheduledTask -TaskPath $tasks -TaskName $id -Action $action -Principal $principal -Settings $settings -Force
  Start-ScheduledTask -TaskPath $tasks -TaskName $id
  return 'begun'
}
try { $words = Start-Step } catch { $words = 'refused', [string]$_.Exception.Message }
Write-Answer $number $words @() @() $false
"""
)
"""Hands over a step. Secrets: a line for each, name and base64."""

# A quarter of the bound is kept for the way back. It is gone also where something fails here itself.
_HANDOVER = r"""
function Test-Ended($part, $seconds, $kept) {
  $clock = [Diagnostics.Stopwatch]::StartNew()
  $code = Invoke-Bounded ([string]$part.program) ([string]$part.line) @() (New-Object byte[] 0) $seconds $kept $kept 1
  # What had to be ended is not done, whatever its codes mean.
  if ($code -eq 124 -and $clock.Elapsed.TotalSeconds -ge $seconds) { return $false }
  return @($part.codes) -contains $code
}
function Test-Handover($handover, $kept) {
  $clock = [Diagnostics.Stopwatch]::StartNew()
  $bound = [double]$handover.bound * 3 / 4
  foreach ($part in $handover.stop, $handover.start) {
    if (-not (Test-Ended $part ([Math]::Max(1.0, $bound - $clock.Elapsed.TotalSeconds)) $kept)) { return $false }
  }
  while ($clock.Elapsed.TotalSeconds -lt $bound) {
    if (Test-Ended $handover.prove ([Math]::Max(1.0, $bound - $clock.Elapsed.TotalSeconds)) $kept) { return $true }
    Start-Sleep -Milliseconds 500
  }
  return $false
}
function Invoke-Handover($handover, $kept) {
  $isProven = $false
  try { $isProven = Test-Handover $handover $kept } catch {
    $words = [Text.Encoding]::UTF8.GetBytes($_.Exception.Message + "`n")
    Add-Kept $kept $words $words.Length
  }
  if ($isProven) { return 0 }
  try { $null = Test-Ended $handover.back ([double]$handover.bound / 4 + 1) $kept } catch { $null = $_ }
  return 1
}
"""

STEP_UNIT = (
    "param([string]$d, [string]$r)\n$ErrorActionPreference = 'Stop'\n"
    + HOST_FUNCTIONS
    + _RUN
    + _HANDOVER
    + f"$most = {KEPT_BYTES}\n"
    + r"""
$latin = [Text.Encoding]::GetEncoding(28591)
function Remove-Secrets { if ([IO.Directory]::Exists($r)) { [IO.Directory]::Delete($r, $true) } }
function Remove-Lines($bytes, $values) {
  if (-not $values.Count) { return , $bytes }
  $lines = $latin.GetString($bytes) -split '(?<=\n)'
  $left = foreach ($line in $lines) {
    $tells = $false
    foreach ($value in $values) { if ($line.Contains($value)) { $tells = $true } }
    if (-not $tells) { $line }
  }
  return , $latin.GetBytes(-join $left)
}
# Creating the file is what only one can do, once, for ever; it is on disk before the step begins.
# The file for the code is there before as well: it can be filled in on a full disk.
if (-not [IO.File]::Exists("$d\code")) { [IO.File]::WriteAllText("$d\code.new", ' ' * 16) }
try { $ran = New-Object IO.FileStream "$d\ran", 'CreateNew', 'Write', 'Read', 4096, 'WriteThrough' } catch {
  if ([IO.File]::Exists("$d\code")) { Remove-Secrets }
  exit 125
}
$boot = [Text.Encoding]::ASCII.GetBytes((Get-StartId))
$ran.Write($boot, 0, $boot.Length)
$ran.Flush($true)
$ran.Close()
$step = ConvertFrom-Json -InputObject ([IO.File]::ReadAllText("$d\step"))
$given = New-Object byte[] 0
$values = New-Object Collections.ArrayList
$properties = ''
if ([IO.Directory]::Exists($r)) {
  foreach ($path in [IO.Directory]::GetFiles($r)) {
    $bytes = [IO.File]::ReadAllBytes($path)
    $name = [IO.Path]::GetFileName($path)
    [void]$values.Add($latin.GetString($bytes))
    if ($name -eq 'stdin') { $given = $bytes }
    if ($name.StartsWith('msi-')) {
      $properties += $name.Substring(4) + '="' + [Text.Encoding]::UTF8.GetString($bytes).Replace('"', '""') + '" '
    }
  }
}
$kept = New-Kept $most
if ($step.product) {
  # In this process, not as a command line, which every user of the host can read.
  $null = Add-Type -Namespace Excise -Name Msi -MemberDefinition (
    '[DllImport("msi.dll", CharSet = CharSet.Unicode)] public static extern int MsiSetInternalUI(int level, IntPtr window);' +
    '[DllImport("msi.dll", CharSet = CharSet.Unicode)] public static extern uint MsiConfigureProductExW(' +
    'string product, int level, int state, string line);')
  [void][Excise.Msi]::MsiSetInternalUI(2, [IntPtr]::Zero)
  $code = [Excise.Msi]::MsiConfigureProductExW([string]$step.product, 0, 2, $properties + 'REBOOT=ReallySuppress')
} elseif ($step.handover) {
  $code = Invoke-Handover $step.handover $kept
} else {
  $code = Invoke-Bounded ([string]$step.program) ([string]$step.line) @($step.variables) $given ([int]$step.seconds) $kept $kept
}
$last = Get-Tail $kept
if ($kept.Total -gt 2 * $most) { [IO.File]::WriteAllText("$d\cut", '') }
[IO.File]::WriteAllBytes("$d\head", (Remove-Lines $kept.First.ToArray() $values))
[IO.File]::WriteAllBytes("$d\tail", (Remove-Lines $last $values))
Remove-Secrets
$file = New-Object IO.FileStream "$d\code.new", 'Open', 'Write', 'None', 4096, 'WriteThrough'
$text = [Text.Encoding]::ASCII.GetBytes([string]$code)
$file.Write($text, 0, $text.Length)
$file.Flush($true)
$file.Close()
[IO.File]::Move("$d\code.new", "$d\code")
"""
)
"""What the scheduled task of a step runs, as the system."""

RESULT = (
    "param([string]$number, [string]$id)\n$ErrorActionPreference = 'Stop'\n"
    + HOST_FUNCTIONS
    + _SAY
    + rf"""
$homeFolder = '{HOME}'
$tasks = '{TASKS}'
"""
    + r"""
$d = "$homeFolder\steps\$id"
$r = "$homeFolder\secrets\$id"
function Read-End {
  $words = @('done', [IO.File]::ReadAllText("$d\code").Trim())
  $script:out = [IO.File]::ReadAllBytes("$d\head")
  if ([IO.File]::Exists("$d\cut")) { $words += 'cut'; $script:out += [Text.Encoding]::ASCII.GetBytes("`n[...]`n") }
  $script:out += [IO.File]::ReadAllBytes("$d\tail")
  Unregister-ScheduledTask -TaskPath $tasks -TaskName $id -Confirm:$false -ErrorAction SilentlyContinue
  return $words
}
function Read-Step {
  if ([IO.File]::Exists("$d\code")) { return Read-End }
  $state = 'none'
  try {
    $task = Get-ScheduledTask -TaskPath $tasks -TaskName $id -ErrorAction Stop
    $state = [string]$task.State
  } catch {
    if ($_.CategoryInfo.Category -ne 'ObjectNotFound') { return 'unasked', 'the task scheduler does not answer' }
  }
  if ([IO.File]::Exists("$d\code")) { return Read-End }
  if (@('Running', 'Queued') -contains $state) { return 'running' }
  if (-not [IO.File]::Exists("$d\ran")) { return 'not-started' }
  if ([IO.Directory]::Exists($r)) { [IO.Directory]::Delete($r, $true) }
  if ([IO.File]::ReadAllText("$d\ran") -ne (Get-StartId)) { return 'broken-off', 'the host was restarted in it' }
  return 'broken-off', 'it was ended from outside'
}
$out = @()
$words = Read-Step
Write-Answer $number $words $out @() $false
"""
)
"""Asks what became of a step."""
