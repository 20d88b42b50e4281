"""The playground: experiments that the core trains, and the page in which they are set up, run and read off."""
