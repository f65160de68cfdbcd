@echo off
rem Double-click to install the course and open it.
cd /d "%~dp0"
set PYTHON=python
where py >nul 2>nul && set PYTHON=py -3
%PYTHON% start.py %*
if errorlevel 9009 echo Python is not installed. Get it from python.org, then start again.
if errorlevel 1 pause
